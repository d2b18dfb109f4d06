"""The one door to ONNX Runtime: it is loaded with its telemetry off.

ONNX Runtime looks up a host of its maker and writes an identifier of the device into the home
folder, unless this variable is set before the library is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

onnxruntime.disable_telemetry_events()  # where somebody else has loaded it before

__all__ = ["onnxruntime", "optimise"]


def optimise(source: Path, file: Path, *, fuse: bool = True) -> None:
    """Write an optimised graph, its weights beside it in ``<name>.weights``.

    Unless asked to ``fuse``, it has ONNX's own operators alone.
    """
    options = onnxruntime.SessionOptions()
    levels = onnxruntime.GraphOptimizationLevel
    # The level above this one writes for the processor at hand alone.
    options.graph_optimization_level = (
        levels.ORT_ENABLE_EXTENDED if fuse else levels.ORT_ENABLE_BASIC
    )
    options.optimized_model_filepath = str(file)
    options.log_severity_level = 3
    prefix = "session.optimized_model_external_initializers"
    options.add_session_config_entry(f"{prefix}_file_name", f"{file.stem}.weights")
    options.add_session_config_entry(f"{prefix}_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])

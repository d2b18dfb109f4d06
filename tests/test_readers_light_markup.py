from pathlib import Path

from formats import article, blocks, read_bytes, reasons

RST = """:Author: Zoë Ångström
:Date: 2025-11-04

=================
The lock is shut
=================

.. image:: lock.png
   :alt: The lock

The lock at **Tarn** was shut on *Friday*, the :role:`keeper <person.keeper>` said to
`the Herald <https://herald.example>`_. [1]_

Gravel
------

- A barge waits,
  with forty tons.
- So do ``two`` boats.

.. note:: Mind the gate.

   It is old.

.. a comment that
   nobody sees

The order was::

    open the gate
      slowly

====== =====
Load   Tons
====== =====
Gravel 40
====== =====

.. [1] By telephone.
"""

ORG = """#+TITLE: The lock is shut
#+AUTHOR: Zoë Ångström
#+DATE: <2025-11-04 Tue>
#+OPTIONS: toc:nil

* TODO Gravel                                   :canal:trade:
:PROPERTIES:
:ID: 17
:END:
SCHEDULED: <2025-11-05 Wed>
A barge waits *above* the lock with /forty/ tons,
says [[https://herald.example][the Herald]].
# a comment
- one boat
- [X] two boats
#+BEGIN_SRC sh
open --gate
#+END_SRC
"""


def test_restructured_text_is_read_without_its_marks(tmp_path: Path) -> None:
    found = article(tmp_path, "a.rst", RST)
    assert (found.title, found.author) == ("The lock is shut", "Zoë Ångström")
    assert found.published == "2025-11-04"
    assert blocks(found) == [
        (5, "title", "The lock is shut"),
        (11, "paragraph", "The lock at Tarn was shut on Friday, the keeper said to the Herald."),
        (14, "heading", "Gravel"),
        (17, "paragraph", "A barge waits, with forty tons."),
        (19, "paragraph", "So do two boats."),
        (21, "paragraph", "Mind the gate."),
        (23, "paragraph", "It is old."),
        (28, "paragraph", "The order was:"),
        (30, "paragraph", "open the gate\n      slowly"),
        (34, "paragraph", "Load | Tons\nGravel | 40"),
        (39, "paragraph", "By telephone."),
    ]


def test_org_is_read_without_its_marks(tmp_path: Path) -> None:
    found = article(tmp_path, "a.org", ORG)
    assert (found.title, found.author) == ("The lock is shut", "Zoë Ångström")
    assert (found.published, found.metadata) == ("2025-11-04", {"options": "toc:nil"})
    assert blocks(found) == [
        (6, "heading", "Gravel"),
        (
            11,
            "paragraph",
            "A barge waits above the lock with forty tons, says the Herald.",
        ),
        (14, "paragraph", "one boat"),
        (15, "paragraph", "two boats"),
        (17, "paragraph", "open --gate"),
    ]


def test_marks_without_a_text_are_a_problem(tmp_path: Path) -> None:
    assert reasons(read_bytes(tmp_path, "a.org", "* A heading\n")) == [
        "a.org: no article text found"
    ]
    assert reasons(read_bytes(tmp_path, "a.rst", ".. comment\n\n")) == [
        "a.rst: nothing but white space"
    ]

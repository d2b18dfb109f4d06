"""Short articles take the language of their source, else of the corpus."""

from pathlib import Path

import index

GERMAN = (
    "Der Kran wurde am Sonntag abgebaut, zerlegt und auf Lastwagen geladen, während viele Leute "
    "aus der Stadt zusahen und manche von ihnen weinten."
)
ENGLISH = (
    "The crane was taken down on Sunday, cut into pieces and put on lorries, while many people of "
    "the town looked on and some of them were in tears."
)


def languages(place: Path, names: list[str]) -> list[str]:
    with index.open_engine(place) as engine:
        documents = engine.catalogue.documents(names)
    return [documents[name].language for name in names]


def test_a_short_article_takes_the_language_of_its_source(tmp_path: Path) -> None:
    for name, text in (
        ("bote/lang.txt", f"Der Kran ist weg\n\n{GERMAN}"),
        ("bote/kurz.txt", "Kran weg\n\nEr fehlt."),
        ("packet/long.txt", f"The crane is gone\n\n{ENGLISH}"),
        ("packet/more.txt", f"The crane is no more\n\n{ENGLISH} Nobody knows why."),
        ("notes/short.txt", "Crane\n\nGone."),
        ("notes/числа.txt", "Кран\n\nНет."),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    place = tmp_path / "index"
    index.build([tmp_path / name for name in ("bote", "packet", "notes")], place)
    names = ["bote/kurz.txt", "notes/short.txt", "notes/числа.txt"]
    assert languages(place, names) == ["de", "en", ""]
    (tmp_path / "bote/neu.txt").write_text("Kai\n\nEr bleibt.", encoding="utf-8")
    report = index.build([], place)
    assert (report.added, report.changed) == (1, 0)
    assert languages(place, ["bote/neu.txt", *names]) == ["de", "de", "en", ""]
    assert "de" in report.manifest.languages


def test_a_build_says_what_share_of_a_source_was_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "packet"
    folder.mkdir()
    call = "Sign up for our newsletter"
    (folder / "a.txt").write_text(f"The crane is gone\n\n{ENGLISH}\n\n{call}\n\n{ENGLISH}")
    (folder / "b.txt").write_text(f"The crane is no more\n\n{ENGLISH}")
    report = index.build([folder], tmp_path / "index")
    letters = sum(len(path.read_text()) for path in folder.iterdir())
    assert report.left_out == {"packet": len(call) / letters}

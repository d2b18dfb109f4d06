"""Tables, counts, many queries at once, similar articles, saved queries."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from subprocess import CompletedProcess

from conftest import Command


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_is_a_table_with_quotation_and_citation(command: Command, seeds_index: Path) -> None:
    done = command("arms control talks", "-k", "3", "--csv", cwd=seeds_index)
    rows = table(done.stdout)
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["citation"] == "seeds/new-start-successor-talks.txt:7"
    assert rows[0]["published"] == "2025-11-18"
    assert "agenda" in rows[0]["quotation"]


def test_a_spreadsheet_takes_no_text_for_a_formula(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# =HYPERLINK(1)\n\nThe ferry burned at its berth on Monday night, said the master.\n"
    )
    assert command("build", "a.md", cwd=tmp_path).returncode == 0
    (row,) = table(command("ferry", "--csv", cwd=tmp_path).stdout)
    assert row["title"] == "'=HYPERLINK(1)"


def test_markdown_quotes_with_sources(command: Command, seeds_index: Path) -> None:
    text = command("cash machine valley", "-k", "1", "--markdown", cwd=seeds_index).stdout
    assert text.startswith("1. **[The last cash machine in the valley](https://example.org/")
    assert "\n   > " in text
    assert "2025-09-05" in text
    both = command("cash", "--csv", "--json", cwd=seeds_index)
    assert both.returncode == 2


def test_a_field_that_cannot_be_counted_is_named_with_the_nearest(
    command: Command, seeds_index: Path
) -> None:
    done = command("talks", "--facets", "sorce", cwd=seeds_index)
    assert done.returncode == 2
    assert "no field sorce to count by: did you mean source? The fields are year" in done.stderr


def test_facets_and_a_timeline_are_drawn(command: Command, seeds_index: Path) -> None:
    done = command("treaty", "--facets", "year,author", "--timeline", "-k", "1", cwd=seeds_index)
    assert "year\n  2025  3  █" in done.stdout
    assert "  2025-07  0\n" in done.stdout
    assert "Sunniva Rask" in done.stdout
    lines = command("treaty", "--facets", "year", "--json", cwd=seeds_index).stdout.splitlines()
    assert json.loads(lines[0])["facets"] == {"year": {"2025": 3}}
    lines = command("treaty", "--facets", "source", "--json", cwd=seeds_index).stdout.splitlines()
    assert json.loads(lines[0])["facets"] == {"source": {"": 3}}, "a folder's name is no source"
    everything = command("--facets", "source", cwd=seeds_index)
    assert "  The Corrin Register  " in everything.stdout
    assert " without\n" in everything.stdout
    without = command("treaty", "--facets", "source", cwd=seeds_index)
    assert "source\n  no article that matches has a source\n" in without.stdout
    wrong = command("treaty", "--facets", "yaer", cwd=seeds_index)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no field yaer" in wrong.stderr


def test_options_filter_as_the_query_does(command: Command, seeds_index: Path) -> None:
    def files(*arguments: str) -> list[str]:
        done = command(*arguments, "--json", "-k", "40", cwd=seeds_index)
        return [json.loads(line)["file"] for line in done.stdout.splitlines()]

    assert files("treaty", "--author", "anquetil") == files("treaty author:anquetil")
    assert files("treaty", "--since", "2025-10", "--until", "2025-10") == files("treaty in:2025-10")
    assert files("treaty", "--where", "author=anquetil") == files("treaty author:anquetil")
    assert all("harbour-courier" in f for f in files("port", "--file", "harbour-courier"))
    harbour = files("port", "--file", "harbour-courier")
    for named in ("./seeds/harbour-courier", seeds_index / "seeds" / "harbour-courier" / "*"):
        assert files("port", "--file", str(named)) == harbour
    assert files("port", "--file", ".") == files("port")
    for wrong in (
        ["--since", "soon"],
        ["--where", "x"],
        ["--where", "colour=red"],
        ["--sort", "up"],
    ):
        done = command("treaty", *wrong, cwd=seeds_index)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_an_unknown_field_is_said(command: Command, seeds_index: Path) -> None:
    done = command("treaty autor:anquetil", cwd=seeds_index)
    assert "no field autor: did you mean author?" in done.stderr
    done = command("auhtor:anquetil", cwd=seeds_index)
    assert "no field auhtor: did you mean author?" in done.stderr
    assert "auhtor: in no article" not in done.stderr


def test_pages_go_on_and_end(command: Command, seeds_index: Path) -> None:
    first = command("treaty", "-k", "2", "-m", "keyword", cwd=seeds_index).stdout
    assert "3 articles match; --page 2 shows more" in first
    second = command("treaty", "-k", "2", "-m", "keyword", "--page", "2", cwd=seeds_index).stdout
    assert second.startswith(" 3  ")
    third = command("treaty", "-k", "2", "-m", "keyword", "--page", "9", cwd=seeds_index)
    assert (third.returncode, third.stdout) == (1, "")
    shown = command("show", "3", cwd=seeds_index)
    assert shown.returncode == 2  # nothing was shown last


def test_batch_asks_every_query_of_a_table(
    command: Command, tmp_path: Path, seeds_index: Path
) -> None:
    (tmp_path / "q.csv").write_text("id,query\n1,arms control talks\n2,ferry battery\n3,=cmd\n")
    done = command("batch", tmp_path / "q.csv", "-k", "2", cwd=seeds_index)
    rows = table(done.stdout)
    assert [row["query"] for row in rows][:4] == ["arms control talks"] * 2 + ["ferry battery"] * 2
    assert "2 of 3 queries" in done.stderr
    piped = command("batch", "-", "--json", "-k", "1", cwd=seeds_index, stdin="ferry battery\n")
    assert json.loads(piped.stdout)["query"] == "ferry battery"
    alone = command("batch", "--json", "-k", "1", cwd=seeds_index, stdin="ferry battery\n")
    assert alone.stdout == piped.stdout
    empty = command("batch", "-", cwd=seeds_index, stdin="\n")
    assert (empty.returncode, empty.stderr.count("\n")) == (2, 1)
    marked = command("batch", "--json", "-k", "1", cwd=seeds_index, stdin="\ufeffferry battery\n")
    assert marked.stdout == piped.stdout
    (tmp_path / "wide.csv").write_text("id,query\n1,ferry battery\n", encoding="utf-16")
    wide = command("batch", tmp_path / "wide.csv", "--json", "-k", "1", cwd=seeds_index)
    assert wide.stdout == piped.stdout
    (tmp_path / "q.csv").write_text("name;query\nNwosu, Hettie;ferry, electric\n")
    done = command("batch", tmp_path / "q.csv", "-k", "1", cwd=seeds_index)
    assert done.stdout.splitlines()[1].startswith('"ferry, electric",1,')
    assert command("batch", "nowhere.csv", cwd=seeds_index).returncode == 2


def test_batch_takes_a_list_of_names_with_its_heading(
    command: Command, tmp_path: Path, seeds_index: Path
) -> None:
    (tmp_path / "q.csv").write_text("town,name\nTarn,Tobias Anquetil\nTarn,Sunniva Rask\n")
    done = command("batch", tmp_path / "q.csv", "-k", "1", "--csv", cwd=seeds_index)
    assert [row["query"] for row in table(done.stdout)] == ["Tobias Anquetil", "Sunniva Rask"]
    quoted = command("batch", tmp_path / "q.csv", "-k", "1", "--markdown", cwd=seeds_index).stdout
    assert quoted.startswith("## Tobias Anquetil\n\n1. **")
    assert "\n## Sunniva Rask\n" in quoted
    both = command("batch", tmp_path / "q.csv", "--csv", "--json", cwd=seeds_index)
    assert both.returncode == 2


def test_a_query_that_cannot_be_understood_keeps_no_other_from_being_asked(
    command: Command, seeds_index: Path
) -> None:
    queries = "ferry battery\nafter:2021-13\narms control talks\n"
    done = command("batch", "-k", "1", cwd=seeds_index, stdin=queries)
    assert [row["query"] for row in table(done.stdout)] == ["ferry battery", "arms control talks"]
    assert done.returncode == 2
    assert "search: after:2021-13: 2021-13 is no date" in done.stderr
    assert "2 of 3 queries" in done.stderr
    wrong = command("batch", "--since", "2021-13", cwd=seeds_index, stdin=queries)
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)


def test_a_saved_query_that_is_understood_no_more_is_said(
    command: Command, seeds_index: Path, tmp_path: Path
) -> None:
    def alerts(*arguments: str) -> CompletedProcess[str]:
        return command("alerts", *arguments, cwd=seeds_index, XDG_DATA_HOME=str(tmp_path))

    for query in ("in:2021-01", "treaty"):
        assert alerts("add", query).returncode == 0
    (file,) = tmp_path.rglob("*.json")
    file.write_text(file.read_text().replace("2021-01", "2021-13"))
    looked = alerts()
    assert "search: in:2021-13: 2021-13 is no date" in looked.stderr
    assert looked.stdout.startswith("treaty: ")


def test_batch_and_alerts_say_what_a_query_says(command: Command, seeds_index: Path) -> None:
    done = command("batch", "-", cwd=seeds_index, stdin="autor:rask\ntreaty\n")
    assert "search: autor:rask: there is no field autor: did you mean author?" in done.stderr
    assert "treaty:" not in done.stderr
    saved = command("alerts", "add", "autor:rask treaty", cwd=seeds_index)
    assert "did you mean author?" in saved.stderr
    command("alerts", "remove", "autor:rask treaty", cwd=seeds_index)


def test_similar_takes_an_article_a_file_or_a_text(command: Command, seeds_index: Path) -> None:
    def first(*arguments: str, stdin: str | None = None) -> str:
        done = command("similar", *arguments, "-k", "1", "--json", cwd=seeds_index, stdin=stdin)
        return str(json.loads(done.stdout)["file"])

    nearest = first("new-start-successor")
    assert nearest != "seeds/new-start-successor-talks.txt"
    text = (seeds_index / "seeds/new-start-successor-talks.txt").read_text()
    # A copy of the article is no news to who has it.
    assert first("-", stdin=text) == nearest
    (seeds_index / "outside.txt").write_text(text)
    assert first(str(seeds_index / "outside.txt")) == nearest
    gone = command("similar", "nothing-like-it", cwd=seeds_index)
    assert (gone.returncode, gone.stderr.count("\n")) == (2, 1)
    none = command("similar", "new-start-successor", "--since", "2099", cwd=seeds_index)
    assert (none.returncode, none.stderr) == (1, "search: Nothing found like new-start-successor\n")


def test_an_alert_tells_only_what_is_new(command: Command, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()

    def write(name: str) -> None:
        (tmp_path / "news" / f"{name}.txt").write_text(
            f"Grain ship {name}\n\nThe grain ship {name} left Karsova on Monday night.\n"
        )

    write("Alder")
    assert command("build", "news", cwd=tmp_path).returncode == 0
    assert "1 article so far" in command("alerts", "add", "grain AND karsova", cwd=tmp_path).stdout
    assert command("alerts", "list", cwd=tmp_path).stdout == "grain AND karsova\n"
    quiet = command("alerts", cwd=tmp_path)
    assert (quiet.returncode, "nothing new" in quiet.stdout) == (1, True)
    write("Birch")
    assert command("build", cwd=tmp_path).returncode == 0
    new = command("alerts", cwd=tmp_path)
    assert (new.returncode, "1 new of 2 articles" in new.stdout) == (0, True)
    assert "news/Birch.txt:3" in new.stdout
    assert command("alerts", cwd=tmp_path).returncode == 1
    assert command("alerts", "remove", "grain AND karsova", cwd=tmp_path).returncode == 0
    assert command("alerts", "remove", "grain AND karsova", cwd=tmp_path).returncode == 2
    assert command("alerts", "add", cwd=tmp_path).returncode == 2


def test_a_copy_that_was_there_is_not_new_when_another_goes(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "news").mkdir()
    for day in (3, 4, 5):
        (tmp_path / "news" / f"{day}.txt").write_text(
            f"Grain ship leaves Karsova\n\n2021-05-0{day}\n\n"
            "The grain ship Alder left Karsova on Monday night with 3,200 tonnes of wheat for the "
            "mills of Nyvold, the harbour master said.\n\n"
            "It is the first since the terminal was closed in the autumn, when its roof fell in.\n"
        )
    assert command("build", "news", cwd=tmp_path).returncode == 0
    assert "1 article so far" in command("alerts", "add", "grain AND karsova", cwd=tmp_path).stdout
    (tmp_path / "news" / "5.txt").unlink()
    assert command("build", cwd=tmp_path).returncode == 0
    assert "nothing new of 1 article" in command("alerts", cwd=tmp_path).stdout


def test_export_of_a_list_is_refused_with_a_hint(command: Command, seeds_index: Path) -> None:
    done = command("export", "results.csv", cwd=seeds_index)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--csv > results.csv" in done.stderr
    assert not (seeds_index / "results.csv").exists()


def test_links_are_made_where_styles_are(command: Command, seeds_index: Path) -> None:
    styled = command("treaty", "-k", "1", "--links", "--color", "always", cwd=seeds_index).stdout
    assert "\x1b]8;;file:///" in styled
    assert "\x1b" not in command("treaty", "-k", "1", "--links", cwd=seeds_index).stdout


def test_without_words_all_articles_are_listed(command: Command, seeds_index: Path) -> None:
    newest = command("--sort", "date", "-k", "1", cwd=seeds_index)
    assert newest.stdout.startswith(" 1  A drained bog starts to breathe in again\n    2025-12-03")
    limited = command("--since", "2025-10", "--sort", "oldest", "--csv", cwd=seeds_index)
    days = [row["published"] for row in csv.DictReader(io.StringIO(limited.stdout))]
    assert len(days) == 7
    assert days == sorted(days)
    nothing = command("query", cwd=seeds_index)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "say what you want to know" in nothing.stderr

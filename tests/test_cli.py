"""The command line as a script meets it: exit status, one sentence on stderr, one JSON document on stdout."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from csv import DictReader
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.store import Store
from evalcore.capture.participants import add_trust
from evalcore.cli.main import main
from evalcore.manage.sign_in import begin_sign_in, signed_in
from evalcore.sense.framework import rename
from tests import factories

ROOT = Path(__file__).parent.parent
VECTORS = ROOT / "tests" / "vectors" / "distribution.json"

Run = Callable[..., tuple[int, str, str]]


def runner(store: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str) -> tuple[int, str, str]:
        status = main(["--database", store.url.render_as_string(hide_password=False), *words])
        out, err = capsys.readouterr()
        return status, out, err

    return ran


@pytest.fixture
def run(sqlite_store: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the test's store: status, stdout, stderr."""
    return runner(sqlite_store, capsys)


@pytest.fixture
def replayed(run: Run) -> Run:
    assert run("replay", str(VECTORS), "--evaluation", "three")[0] == 0
    return run


@pytest.fixture
def replayed_on_both(store: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    """As `replayed`, on SQLite and on PostgreSQL."""
    run = runner(store, capsys)
    assert run("replay", str(VECTORS), "--evaluation", "three")[0] == 0
    return run


def answered(run: Run, *words: str) -> Any:
    status, out, err = run(*words, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_the_distribution_of_a_replayed_file_is_the_one_counted_by_hand(replayed: Run) -> None:
    words = "distribution --evaluation three --theme Engagement --polarity barrier --as-at 34 --unit codings"
    answer = answered(replayed, *words.split())
    assert (answer["change_no"], answer["unit"], answer["left_out"]) == (34, "codings", 0)
    [row] = answer["rows"]
    assert (row["group"], row["period"], row["value"], row["sources"], row["people"]) == (None, None, 3, 2, 2)
    assert row["hours"] == pytest.approx(4.0833, abs=1e-4)


def test_without_theme_and_polarity_every_theme_has_four_rows(replayed: Run) -> None:
    rows = answered(replayed, "distribution", "--evaluation", "three", "--level", "2")["rows"]
    assert {row["polarity"] for row in rows} == {"barrier", "facilitator", "mixed", "none"}
    assert all(" / " in row["group"] for row in rows)


def test_a_theme_that_is_not_there_is_answered_with_the_nearest(replayed: Run) -> None:
    status, out, err = replayed("distribution", "--evaluation", "three", "--theme", "Engagment")
    assert (status, out) == (1, "")
    assert err == "There is no theme “Engagment”. The nearest: Engagement.\n"


def test_a_theme_like_no_other_is_answered_with_all_that_are_there_now(run: Run, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store, evaluation_id=factories.evaluation(sqlite_store, name="Six").id)
    for number in range(9):
        factories.theme(sqlite_store, ada, name=f"Theme {number}")
    rename(sqlite_store, ada, 2, "Local heroes", reason="The committee asked")
    err = run("distribution", "--evaluation", "six", "--theme", "xyzzy")[2]
    assert all(f"Theme {number}" in err for number in range(9)) and "Local heroes" in err
    assert "Champions" not in err
    assert "Champions" not in run("distribution", "--evaluation", "six", "--theme", "Champion")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--trust", "Trust D"), "no trust “Trust D”", id="trust"),
        pytest.param(("--kind", "diary"), "no kind of source “diary”", id="kind"),
        pytest.param(("--as-at", "999"), "Change 999 has not come yet", id="change"),
        pytest.param(("--as-at", "-1"), "There is no change -1", id="change before the first"),
        pytest.param(("--level", "9"), "There is no level 9", id="level"),
        pytest.param(("--from", "2017-02-01", "--to", "2017-01-01"), "the first is after the last", id="period"),
        pytest.param(("--by", "trust"), "By trust one theme is asked about", id="no theme"),
        pytest.param(("--unit", "share", "--polarity", "both"), "A share is not asked of both", id="share of both"),
    ],
)
def test_a_question_without_an_answer_says_why(replayed: Run, words: tuple[str, ...], said: str) -> None:
    status, _, err = replayed("distribution", "--evaluation", "three", *words)
    assert status == 1
    assert said in err
    assert err.count("\n") == 1


def test_an_unknown_evaluation_is_named_with_those_that_are_there(replayed: Run) -> None:
    assert replayed("distribution", "--evaluation", "four")[2] == "There is no evaluation four. Those here: three.\n"


def test_a_second_replay_into_an_evaluation_with_work_in_it_is_refused(replayed: Run) -> None:
    status, _, err = replayed("replay", str(VECTORS), "--evaluation", "three")
    assert (status, "has 106 changes already" in err) == (1, True)


def test_a_replay_fills_an_evaluation_that_was_only_opened(run: Run) -> None:
    assert run("evaluation", "create", "Three hospitals", "--slug", "three")[0] == 0
    assert answered(run, "replay", str(VECTORS), "--evaluation", "three") == {"changes": 106}
    [row] = answered(run, "evaluation", "list")
    assert row == {"slug": "three", "name": "Three hospitals", "change_no": 106}
    assert len(answered(run, "distribution", "--evaluation", "three", "--level", "1")["rows"]) == 2 * 4


def test_a_change_that_cannot_be_replayed_is_named_by_its_place(run: Run, tmp_path: Path) -> None:
    script = json.loads(VECTORS.read_text(encoding="utf-8"))
    script["changes"][7]["excerpt"] = "Somebody tells us"
    file = tmp_path / "changes.json"
    file.write_text(json.dumps(script), encoding="utf-8")
    status, _, err = run("replay", str(file), "--evaluation", "three")
    assert status == 1
    assert err.startswith("Row 8: The words you chose are not at that place")
    assert "Somebody" not in err


def test_a_new_evaluation_starts_from_the_framework(run: Run) -> None:
    run("evaluation", "create", "Sepsis in six hospitals")
    rows = answered(run, "distribution", "--evaluation", "sepsis-in-six-hospitals", "--polarity", "barrier")["rows"]
    paths = {row["group"] for row in rows}
    assert "Inherent motivation / Champions" in paths
    assert "Factors that influence motivation / External / System pressures" in paths
    assert {row["state"] for row in rows} == {"no sources"}


def test_whoever_set_the_server_up_meets_what_the_command_line_opens(run: Run, sqlite_store: Store) -> None:
    ada = factories.account(sqlite_store, name="Ada", email="ada@example.org", opens_evaluations=True)
    factories.account(sqlite_store, name="Ben")
    run("evaluation", "create", "Six", "--slug", "six")
    run("replay", str(VECTORS), "--evaluation", "three")
    who = signed_in(sqlite_store, begin_sign_in(sqlite_store, ada))
    assert who is not None
    assert {row.slug for row in who.evaluations} == {"six", "three"}
    status, out, _ = run("user", "add", "ada@example.org", "--role", "researcher", "--evaluation", "six")
    assert (status, out) == (0, "Ada is researcher in six already.\n")


def test_the_csv_export_has_the_columns_that_scripts_lean_on(replayed_on_both: Run, tmp_path: Path) -> None:
    assert replayed_on_both("export", "--evaluation", "three", "--to", "csv", str(tmp_path / "out"))[0] == 0
    tables = {file.stem: list(DictReader(file.open(encoding="utf-8"))) for file in (tmp_path / "out").glob("*.csv")}
    contract = {"sources", "codings", "themes", "readings", "participants", "changes"}
    assert set(tables) == contract | {"points", "contributions", "memos"}
    first = next(row for row in tables["codings"] if row["coding"] == "1")
    assert first | {"coded_at": ""} == {
        "coding": "1", "source": "1", "kind": "interview", "held_on": "2016-01-12", "trust": "Trust A",
        "participant": "P01", "role_group": "consultant", "said_by": "", "speaker": "P01", "start": "61", "end": "91",
        "excerpt": "Nobody tells us why it matters", "theme": "2", "theme_path": "Motivation / Engagement",
        "polarity": "barrier", "strength": "", "comment": "", "coder": "ML", "counted": "yes", "made_in": "8",
        "ended_in": "", "coded_at": "",
    }  # fmt: skip
    split_both = [row for row in tables["codings"] if row["coding"] == "12" and not row["ended_in"]]
    assert len(split_both) == 2
    assert [row["change"] for row in tables["changes"]] == [str(no) for no in range(107)]


def test_the_json_export_says_the_same(replayed: Run, tmp_path: Path) -> None:
    assert replayed("export", "--evaluation", "three", "--to", "json", str(tmp_path / "out.json"))[0] == 0
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert document["sources"][0]["until"] is None
    assert len(document["readings"]) == 20


def test_a_backup_brings_everything_back(replayed_on_both: Run, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    asked = ("distribution", "--evaluation", "three")
    before = answered(replayed_on_both, *asked)
    assert replayed_on_both("backup", str(file))[0] == 0
    assert file.stat().st_mode & 0o077 == 0
    replayed_on_both("replay", str(VECTORS), "--evaluation", "another")
    assert replayed_on_both("restore", str(file))[0] == 0
    assert [row["slug"] for row in answered(replayed_on_both, "evaluation", "list")] == ["three"]
    assert answered(replayed_on_both, *asked) == before
    assert replayed_on_both("verify")[0] == 0


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda file: file.write_bytes(file.read_bytes()[:-200]), id="cut short"),
        pytest.param(lambda file: file.write_text("not a zip"), id="another file"),
        pytest.param(lambda file: zipfile.ZipFile(file, "w").close(), id="an empty zip"),
    ],
)
def test_a_damaged_backup_changes_nothing(replayed: Run, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    file = tmp_path / "kept.zip"
    replayed("backup", str(file))
    spoil(file)
    status, _, err = replayed("restore", str(file))
    assert (status, "Nothing was changed" in err) == (1, True)
    assert answered(replayed, "evaluation", "list")[0]["change_no"] == 106


def test_verify_finds_a_change_that_was_altered(replayed_on_both: Run, store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE change SET verb = 'merge theme' WHERE no = 12"))
    status, _, err = replayed_on_both("verify")
    assert (status, err) == (1, "three: change 12 is not as it was recorded\n")


def test_verify_finds_an_excerpt_outside_its_text(replayed: Run, sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        session.execute(text("UPDATE excerpt_place SET end_cp = 99999 WHERE no = 3"))
    assert replayed("verify")[2] == "three: excerpt place 3 lies outside its text\n"


def test_a_store_of_a_newer_version_is_left_alone(run: Run, sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    status, _, err = run("verify")
    assert (status, err) == (1, "The store was written by a newer version. Upgrade this one, then try again.\n")


def test_somebody_new_is_invited_by_a_link_that_works_once(replayed: Run) -> None:
    words = "user add ada@example.org --role coder --evaluation three"
    link = answered(replayed, *words.split())["link"]
    assert "/account/invitation?link=" in link


def test_the_line_that_invites_says_how_to_set_the_address_until_it_is_set(
    replayed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("user", "add", "ada@example.org", "--role", "coder", "--evaluation", "three")
    monkeypatch.delenv("EVAL_PUBLIC_URL", raising=False)
    assert "at another address, set EVAL_PUBLIC_URL" in replayed(*words)[1]
    monkeypatch.setenv("EVAL_PUBLIC_URL", "https://evaluation.example.org/")
    said = replayed(*words)[1]
    assert "\nhttps://evaluation.example.org/account/invitation?link=" in said and "EVAL_PUBLIC_URL" not in said


def test_the_list_of_people_says_which_roles_they_hold(run: Run, sqlite_store: Store) -> None:
    factories.account(sqlite_store, name="Ada", email="ada@example.org")
    run("replay", str(VECTORS), "--evaluation", "three")
    for role, of in (("researcher", ()), ("trust-member", ("--trust", "Trust A"))):
        run("user", "add", "ada@example.org", "--role", role, "--evaluation", "three", *of)
    [ada] = [row for row in answered(run, "user", "list") if row["name"] == "Ada"]
    assert ada["roles"] == [
        {"evaluation": "three", "role": "researcher", "trust": None},
        {"evaluation": "three", "role": "trust member", "trust": "Trust A"},
    ]
    line = "ada@example.org\tAda\tactive\tresearcher in three, trust member in three (Trust A)\n"
    assert line in run("user", "list")[1]


def test_a_password_is_read_from_the_terminal_and_never_from_the_command(
    replayed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("a long enough password\n"))
    status, _, err = replayed("user", "password", "nobody@example.org")
    assert status == 1
    assert "nobody@example.org" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--from", "32-01-2017"), "“32-01-2017” is no date: write it as 2017-01-31", id="date"),
        pytest.param(("--unit", "furlongs"), "“furlongs” is none of: sources, prevalence,", id="unit"),
        pytest.param(("--level", "top"), "“top” is no whole number", id="level"),
    ],
)
def test_a_word_that_is_no_value_is_answered_without_inner_names(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit):
        main(["distribution", "--evaluation", "three", *words])
    err = capsys.readouterr().err
    assert said in err
    assert "invalid" not in err


def test_an_unknown_trust_is_answered_with_what_is_near_only(run: Run, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store, evaluation_id=factories.evaluation(sqlite_store, name="Six").id)
    for name in ("Thornmere", "Ashford", "Whitby"):
        add_trust(sqlite_store, ada, name)
    err = run("distribution", "--evaluation", "six", "--trust", "Thornmeer")[2]
    assert err == "There is no trust “Thornmeer”. The nearest: Thornmere.\n"
    assert "The nearest" not in run("distribution", "--evaluation", "six", "--trust", "Whole wards")[2]


def test_nothing_is_written_over(replayed: Run, tmp_path: Path) -> None:
    for words in (
        ("backup", str(tmp_path / "kept.zip")),
        ("export", "--evaluation", "three", "--to", "json", str(tmp_path / "out.json")),
        ("export", "--evaluation", "three", "--to", "csv", str(tmp_path / "out")),
    ):
        assert replayed(*words)[0] == 0
        status, _, err = replayed(*words)
        assert (status, "is there already. Choose another name" in err) == (1, True)


def test_usage_exits_with_two_and_no_traceback(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "evalcore", "distribution", "--unit", "furlongs"],
        cwd=ROOT,
        env={**os.environ, "EVAL_DATABASE_URL": f"sqlite:///{tmp_path}/store.db"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "furlongs" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("postgresql+psycopg://nobody@127.0.0.1:1/none", "The store cannot be reached", id="no server"),
        pytest.param("nonsense", "The database address cannot be read", id="no address"),
        pytest.param("postgresql+psycopg://host:port/name", "The database address cannot be read", id="no port"),
        pytest.param("oracle9://host/name", "The database address cannot be read", id="no such kind"),
        pytest.param("sqlite:///{folder}/notes.txt", "The store cannot be reached (file is not a database)", id="text"),
        pytest.param("sqlite:///{folder}", "The store cannot be reached", id="a folder"),
        pytest.param("sqlite:///{folder}/notes.txt/store.db", "The store cannot be reached", id="below a file"),
    ],
)
def test_an_address_that_is_no_store_is_one_sentence(
    address: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("They never asked us. " * 99)
    assert main(["--database", address.format(folder=tmp_path.as_posix()), "verify"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith(said)
    assert (out, err.count("\n"), "asked" in err) == ("", 1, False)


def test_a_store_that_may_not_be_written_is_one_sentence(
    run: Run, sqlite_store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    assert sqlite_store.path
    address = f"sqlite:///file:{sqlite_store.path.as_posix()}?mode=ro&uri=true"
    assert main(["--database", address, "evaluation", "create", "Winter ward"]) == 1
    out, err = capsys.readouterr()
    assert "readonly" in err
    assert (out, err.count("\n"), "Winter" in err) == ("", 1, False)


INTERVIEW = (
    "Interviewer: Who keeps it going?\n"
    "P07: Sister Okonkwo does 🚑, ring her on 020 7946 0123.\n"
    "Interviewer: And the board?\n"
    "P07: They never ask. Sarah Whitfield said so too.\n"
)


def written(folder: Path, name: str, content: str | bytes) -> str:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)


def test_an_interview_goes_in_with_numbers_replaced_and_likely_names_listed(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    file = written(tmp_path, "Interview 7.txt", INTERVIEW)
    words = ("import", file, "--evaluation", "six", "--on", "2016-02-03", "--participant", "P07")
    [report] = answered(run, *words)
    assert (report["kind"], report["sources"], report["codings"]) == ("plain text", 1, 0)
    messages = [problem["message"] for problem in report["problems"]]
    assert any("Okonkwo" in message for message in messages)
    assert any("Sarah Whitfield" in message for message in messages)
    run("export", "--evaluation", "six", "--to", "json", str(tmp_path / "out.json"))
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert document["sources"][0] | {"words": 0} == {
        "source": 1, "title": "Interview 7", "kind": "interview", "held_on": "2016-02-03", "until": None,
        "minutes": None, "trust": None, "setting": None, "lead_coder": "Command line", "words": 0,
    }  # fmt: skip
    assert [person["participant"] for person in document["participants"]] == ["P07"]


def test_a_table_of_names_replaces_them_before_anything_is_stored(
    run: Run, sqlite_store: Store, tmp_path: Path
) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    names = written(tmp_path, "names.csv", "found,replacement\nSister Okonkwo,[nurse 1]\nSarah Whitfield,[manager 1]\n")
    file = written(tmp_path, "Interview 7.txt", INTERVIEW)
    assert run("import", file, "--evaluation", "six", "--names", names)[0] == 0
    with sqlite_store.read() as session:
        kept = session.execute(text("SELECT text FROM text_version")).scalar_one()
    assert "[nurse 1] does 🚑, ring her on [phone]." in kept
    for name in ("Okonkwo", "Whitfield", "7946"):
        assert name not in kept
    assert sqlite_store.path is not None
    # Reading the file of an open store would drop the locks that this process holds on it.
    sqlite_store.engine.dispose()
    assert b"Okonkwo" not in sqlite_store.path.read_bytes()


def test_a_dry_run_says_the_same_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    file = written(tmp_path, "Interview 7.txt", INTERVIEW)
    assert answered(run, "import", file, "--evaluation", "six", "--dry-run")[0]["sources"] == 1
    assert run("import", file, "--evaluation", "six", "--dry-run")[1].startswith("Interview 7.txt: 1 would be taken in")
    assert answered(run, "evaluation", "list")[0]["change_no"] == 0


def test_the_same_file_is_recognised_the_second_time(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    file = written(tmp_path, "Interview 7.txt", INTERVIEW)
    run("import", file, "--evaluation", "six")
    status, _, err = run("import", file, "--evaluation", "six")
    assert (status, err) == (1, "Interview 7.txt is in the library already, as source 1.\n")


def test_one_bad_file_does_not_keep_the_others_out(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    files = (written(tmp_path, "a.txt", INTERVIEW), written(tmp_path, "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(99)))
    status, out, err = run("import", *files, "--evaluation", "six", "--json")
    assert status == 1
    assert "picture.txt" in err
    assert [report["sources"] for report in json.loads(out)] == [1, 0]


def test_a_table_with_a_bad_row_goes_in_once_it_is_mended_and_no_row_twice(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    table = "Date,Minutes,Setting,Text\n2016-02-03,50,ward,They asked us.\n31/02/2016,10,ward,No such day.\n"
    refused = "A row of notes.csv cannot go in, so nothing of it was taken in. Mend what is listed and import it again."
    words = ("import", written(tmp_path, "notes.csv", table), "--evaluation", "six")
    status, out, err = run(*words, "--json")
    assert (status, err) == (1, f"{refused}\n")
    [report] = json.loads(out)
    assert (report["kind"], report["sources"]) == ("table", 0)
    assert [problem["row"] for problem in report["problems"]] == [None, 3]
    status, out, err = run(*words)
    assert (status, err, "row 3: Date “31/02/2016”" in out) == (1, f"{refused}\n", True)
    assert refused not in out
    written(tmp_path, "notes.csv", table.replace("31/02", "28/02"))
    [report] = answered(run, *words)
    assert (report["sources"], report["problems"]) == (2, [])
    run("export", "--evaluation", "six", "--to", "json", str(tmp_path / "out.json"))
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["sources"]) == 2


def test_a_table_without_a_column_is_told_which_headings_are_known(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    table = written(tmp_path, "nocols.csv", "a,b\n2016-02-03,They asked us.\n")
    status, out, err = run("import", table, "--evaluation", "six")
    assert (status, out) == (1, "")
    assert err == (
        "nocols.csv has no column for Date. Give it a heading that is known: “date”, “held on”, “day”, “when”.\n"
    )


def test_a_zip_goes_in_file_by_file_with_a_report_on_each(run: Run, tmp_path: Path) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("round 1/Interview 7.txt", INTERVIEW)
        packed.writestr("round 1/notes.csv", "Date,Text\n2016-02-03,They asked us.\n31/02/2016,No such day.\n")
        packed.writestr("../outside.txt", INTERVIEW)
        packed.writestr("locked.pdf", "%PDF-1.7\n")
        packed.writestr("__MACOSX/._Interview 7.txt", bytes(9))
    before = sorted(tmp_path.iterdir())
    status, out, err = run("import", str(archive), "--evaluation", "six", "--json")
    assert (status, err) == (1, "3 files could not be taken in.\n")
    assert [(report["file"], report["sources"], report["kind"]) for report in json.loads(out)] == [
        ("all.zip/../outside.txt", 0, None),
        ("all.zip/locked.pdf", 0, None),
        ("all.zip/round 1/Interview 7.txt", 1, "plain text"),
        ("all.zip/round 1/notes.csv", 0, "table"),
    ]
    assert sorted(tmp_path.iterdir()) == before


def test_stopping_half_way_keeps_the_files_that_are_in_and_says_which(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("evaluation", "create", "Six", "--slug", "six")
    files = [written(tmp_path, f"Interview {number}.txt", f"{INTERVIEW}P07: {number}.\n") for number in range(3)]
    read = Path.read_bytes

    def stop_at_the_last(self: Path) -> bytes:
        if self == Path(files[2]):
            raise KeyboardInterrupt
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", stop_at_the_last)
    status, out, err = run("import", *files, "--evaluation", "six", "--json")
    assert (status, err) == (1, "Stopped. Only the files listed were taken in.\n")
    assert [report["sources"] for report in json.loads(out)] == [1, 1]

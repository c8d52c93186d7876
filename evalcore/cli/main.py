"""The command line: `python -m evalcore [--database URL] COMMAND`.

Exit status 0: done; 1: an `EvalError`, its message on stderr; 2: usage. With `--json`, one JSON document on stdout.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from db.store import DEFAULT_URL, Store
from db.vocabulary import AskedPolarity, GroupBy, Per, Role, SourceKind, Unit
from evalcore.cli import commands
from evalcore.cli.commands import Arguments, PartlyDone, Printed
from evalcore.errors import EvalError
from evalcore.manage.installation import STORE_ERRORS, open_store, out_of_reach

E = TypeVar("E", bound=StrEnum)


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    status, result = 0, None
    try:
        result = _run(arguments)
    except EvalError as error:
        print(" ".join(str(error).split("\n")), file=sys.stderr)
        status, result = 1, error.printed if isinstance(error, PartlyDone) else None
    if result is not None:
        print(result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, indent=1, default=str))
    return status


def _run(arguments: Arguments) -> Printed:
    store = open_store(arguments.database)
    try:
        return arguments.run(store, arguments)
    except STORE_ERRORS as error:
        raise out_of_reach(error) from error
    finally:
        store.engine.dispose()


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("evalcore", description="The evaluation from the command line.")
    parser.add_argument("--database", default=os.environ.get("EVAL_DATABASE_URL", DEFAULT_URL), metavar="URL")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    init = _command(subparsers, "init", commands.init, "create the store, or bring it up to date")
    init.add_argument("--demo", action="store_true", help="add the demo evaluation")

    kinds = subparsers.add_parser("evaluation", help="list and open evaluations").add_subparsers(required=True)
    _command(kinds, "list", commands.evaluation_list, "list them", as_json=True)
    create = _command(kinds, "create", commands.evaluation_create, "open one", as_json=True)
    create.add_argument("name")
    create.add_argument("--slug")

    _add_import(subparsers)

    replayed = _command(subparsers, "replay", commands.replay, "apply a list of changes", as_json=True, evaluation=True)
    replayed.add_argument("file", type=Path, metavar="FILE")

    _add_distribution(subparsers)

    export = _command(subparsers, "export", commands.export, "write the data to files", evaluation=True)
    export.add_argument("--to", choices=["csv", "json"], required=True)
    export.add_argument("target", type=Path, metavar="DIR|FILE")

    _command(subparsers, "verify", commands.verify, "check that the store is whole")
    _command(subparsers, "backup", commands.backup, "keep the store in one file").add_argument("file", type=Path)
    _command(subparsers, "restore", commands.restore, "bring a backup back").add_argument("file", type=Path)

    _add_users(subparsers)
    return parser


def _add_import(subparsers: Any) -> None:
    taken_in = _command(subparsers, "import", commands.take_in, "take in files", as_json=True, evaluation=True)
    taken_in.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taken_in.add_argument("--kind", type=_hyphened, choices=[_hyphened(kind) for kind in SourceKind])
    taken_in.add_argument("--on", type=_date, metavar="DATE")
    taken_in.add_argument("--trust")
    taken_in.add_argument("--participant", metavar="PSEUDONYM")
    taken_in.add_argument("--names", type=Path, metavar="CSV", help="columns found, replacement")
    taken_in.add_argument("--dry-run", action="store_true", help="say what would be taken in")


def _add_users(subparsers: Any) -> None:
    users = subparsers.add_parser("user", help="who can sign in").add_subparsers(required=True)
    _command(users, "list", commands.user_list, "list them", as_json=True)
    add = _command(users, "add", commands.user_add, "invite somebody by a link", as_json=True, evaluation=True)
    add.add_argument("email")
    add.add_argument("--role", type=_hyphened, choices=[_hyphened(role) for role in Role], required=True)
    add.add_argument("--trust")
    _command(users, "disable", commands.user_disable, "end somebody's access").add_argument("email")
    _command(users, "password", commands.user_password, "set a new password, read from the terminal").add_argument(
        "email"
    )


def _add_distribution(subparsers: Any) -> None:
    parser = _command(subparsers, "distribution", commands.distribution, "the figures", as_json=True, evaluation=True)
    parser.add_argument("--unit", type=_one_of(Unit), metavar=_words(Unit), default=Unit.SOURCES)
    parser.add_argument("--by", type=_one_of(GroupBy), metavar=_words(GroupBy))
    parser.add_argument("--theme", help="a theme's name or path")
    parser.add_argument("--level", type=_whole, metavar="N", help="1 is the top")
    parser.add_argument("--polarity", type=_one_of(AskedPolarity), metavar=_words(AskedPolarity))
    parser.add_argument("--per", type=_one_of(Per), metavar=_words(Per), default=Per.NONE)
    parser.add_argument("--trust")
    parser.add_argument("--kind")
    parser.add_argument("--setting")
    parser.add_argument("--role-group")
    parser.add_argument("--coder")
    parser.add_argument("--from", dest="first", type=_date, metavar="DATE")
    parser.add_argument("--to", dest="last", type=_date, metavar="DATE")
    parser.add_argument("--as-at", type=_whole, metavar="N", help="as it was known at change N")


def _command(
    subparsers: Any,
    name: str,
    run: Callable[[Store, Arguments], Printed],
    help_text: str,
    *,
    as_json: bool = False,
    evaluation: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=help_text, description=help_text.capitalize())
    parser.set_defaults(run=run)
    if as_json:
        parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    if evaluation:
        parser.add_argument("--evaluation", required=True, metavar="E", help="its short name")
    return parser


def _hyphened(word: str) -> str:
    """A word of the vocabulary as a shell takes it without quotes; with its space it is understood too."""
    return word.replace(" ", "-")


def _words(kind: type[StrEnum]) -> str:
    return "|".join(kind)


def _one_of(kind: type[E]) -> Callable[[str], E]:
    def read(text: str) -> E:
        if text not in list(kind):
            raise argparse.ArgumentTypeError(f"“{text}” is none of: {', '.join(kind)}")
        return kind(text)

    return read


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date: write it as 2017-01-31") from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number") from None

"""What each command does: it asks a service and says what came of it."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.store import Store
from db.vocabulary import Role
from evalcore.errors import EvalError
from evalcore.manage.access import Actor

if TYPE_CHECKING:
    from evalcore.manage.members import Held

Arguments = argparse.Namespace
Printed = Any
"""A sentence, or what becomes the JSON document."""


class PartlyDone(EvalError):
    """Something could not be done; `printed` says what was."""

    def __init__(self, message: str, printed: Printed) -> None:
        super().__init__(message)
        self.printed = printed


def init(store: Store, arguments: Arguments) -> Printed:
    if arguments.demo:
        from evalcore.demo.load import load

        return f"The demo evaluation is there: {load(store).slug}."
    return "The store is ready."


def evaluation_list(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.evaluations import evaluations

    rows = evaluations(store)
    if arguments.json:
        return [{"slug": row.slug, "name": row.name, "change_no": row.change_no} for row in rows]
    return (
        "\n".join(f"{row.slug}\t{row.name}\t{row.change_no} changes" for row in rows) or "There is no evaluation yet."
    )


def evaluation_create(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.accounts import command_line_account
    from evalcore.manage.beginnings import owners
    from evalcore.manage.evaluations import Beginning, open_evaluation
    from evalcore.sense.starting_framework import STARTING_FRAMEWORK

    row = open_evaluation(
        store,
        command_line_account(store),
        arguments.name,
        slug=arguments.slug,
        beginning=Beginning(framework=STARTING_FRAMEWORK, members=owners(store)),
    )
    if arguments.json:
        return {"slug": row.slug, "name": row.name}
    return f"Opened {row.slug}. Let people in: user add EMAIL --role researcher --evaluation {row.slug}"


def replay(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.replay import replay

    count = replay(store, arguments.file, arguments.evaluation)
    return {"changes": count} if arguments.json else f"Applied {count} changes to {arguments.evaluation}."


def distribution(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.evaluations import find_evaluation
    from evalcore.watch.asking import Asked, plain_rows, question
    from evalcore.watch.corpus import snapshot
    from evalcore.watch.questions import distribution

    evaluation = find_evaluation(store, arguments.evaluation)
    words = {field: getattr(arguments, field) for field in Asked.__dataclass_fields__}
    known = snapshot(store, evaluation.id, arguments.as_at)
    _refuse_nothing(arguments, max(known.framework.depth, 1))
    asked = question(Asked(**words), known)
    answer = distribution(store, _actor(store, evaluation.id), asked)
    rows = plain_rows(answer)
    if arguments.json:
        return {
            "change_no": asked.as_at,
            "unit": str(arguments.unit),
            "left_out": answer.left_out,
            "rows": rows,
        }
    return _table(rows)


def _refuse_nothing(arguments: Arguments, deepest: int) -> None:
    """Refuse what has an answer, but an empty one: at a command line it is a slip."""
    first, last, level = arguments.first, arguments.last, arguments.level
    if first and last and first > last:
        raise EvalError(f"From {first} to {last} there is no day: the first is after the last.")
    if level is not None and not 1 <= level <= deepest:
        raise EvalError(f"There is no level {level}: the framework has levels 1 to {deepest}, 1 is the top.")


def take_in(store: Store, arguments: Arguments) -> Printed:
    from evalcore.cli.importing import import_files
    from evalcore.manage.evaluations import find_evaluation

    evaluation = find_evaluation(store, arguments.evaluation)
    actor = _actor(store, evaluation.id)
    reports, stopped = [], False
    try:
        for report in import_files(store, actor, arguments, _trust(store, actor, arguments.trust)):
            reports.append(report)
    except KeyboardInterrupt:
        # Each file is whole or not there: what is done is worth knowing.
        stopped = True
    failed = [report.failed for report in reports if report.failed]
    words = "\n".join(report.in_words() for report in reports)
    if failed and len(reports) == 1:
        # Why is said on stderr, once.
        words = "\n".join([f"{reports[0].file}:", *reports[0].listed()])
    printed: Printed = [report.as_json() for report in reports] if arguments.json else words
    if stopped:
        raise PartlyDone("Stopped. Only the files listed were taken in.", printed)
    if failed:
        if len(reports) == 1 and not reports[0].problems and not arguments.json:
            raise EvalError(failed[0])
        raise PartlyDone(failed[0] if len(failed) == 1 else f"{len(failed)} files could not be taken in.", printed)
    return printed


def export(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.evaluations import find_evaluation
    from evalcore.manage.export import tables, write_csv, write_json

    target = arguments.target
    _refuse_over(target / "sources.csv" if arguments.to == "csv" else target)
    rows = tables(store, _actor(store, find_evaluation(store, arguments.evaluation).id), with_blind=True)
    (write_csv if arguments.to == "csv" else write_json)(rows, target)
    return f"Wrote {target}."


def _refuse_over(file: Path) -> None:
    """Go on if nothing would be written over."""
    if file.exists():
        raise EvalError(f"{file} is there already. Choose another name, or move it away first.")


def verify(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.verification import faults

    found = faults(store)
    if found:
        raise EvalError("; ".join(found))
    return "The store is whole."


def backup(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.backup import backup

    _refuse_over(arguments.file)
    backup(store, arguments.file)
    return f"Wrote {arguments.file}."


def restore(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.backup import restore

    kept = restore(store, arguments.file)
    return f"Restored {arguments.file}." + (f" What was there before is in {kept}." if kept else "")


def user_list(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.accounts import list_accounts
    from evalcore.manage.members import memberships_by_account

    rows, held = list_accounts(store), memberships_by_account(store)
    if arguments.json:
        return [
            {
                "email": row.email,
                "name": row.name,
                "active": row.active,
                "roles": [asdict(one) for one in held.get(row.id, [])],
            }
            for row in rows
        ]
    return "\n".join(
        f"{row.email}\t{row.name}\t{'active' if row.active else 'disabled'}\t{_in_words(held.get(row.id, []))}"
        for row in rows
    )


def user_add(store: Store, arguments: Arguments) -> Printed:
    from evalcore.errors import InvalidTransition, NotFound
    from evalcore.manage.accounts import find_account
    from evalcore.manage.evaluations import find_evaluation
    from evalcore.manage.members import add_member, invite

    actor = _actor(store, find_evaluation(store, arguments.evaluation).id, Role.ADMINISTRATOR)
    role, trust = Role(arguments.role.replace("-", " ")), _trust(store, actor, arguments.trust)
    try:
        account = find_account(store, arguments.email)
    except NotFound:
        token = invite(store, actor, arguments.email, role, trust)
        address = os.environ.get("EVAL_PUBLIC_URL")
        link = f"{(address or 'http://localhost:8501').rstrip('/')}/account/invitation?link={token}"
        if arguments.json:
            return {"link": link}
        hint = "" if address else "\nWhere people open the server at another address, set EVAL_PUBLIC_URL to it first."
        return f"Send this link to {arguments.email}; it works once:\n{link}{hint}"
    said = f"{account.name} is now {role.value} in {arguments.evaluation}."
    try:
        add_member(store, actor, account.id, role, trust)
    except InvalidTransition:
        said = f"{account.name} is {role.value} in {arguments.evaluation} already."
    return {"link": None} if arguments.json else said


def user_disable(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.accounts import disable

    disable(store, arguments.email)
    return f"{arguments.email} can no longer sign in."


def user_password(store: Store, arguments: Arguments) -> Printed:
    from evalcore.manage.accounts import set_password

    # A password in an argument would stay in the shell's history.
    password = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    set_password(store, arguments.email, password)
    return f"{arguments.email} has a new password and is signed out everywhere."


def _in_words(held: "Iterable[Held]") -> str:
    """The roles of an account, as those of two evaluations: "researcher in six, trust member in six (Trust A)"."""
    return ", ".join(f"{one.role} in {one.evaluation}" + (f" ({one.trust})" if one.trust else "") for one in held)


def _actor(store: Store, evaluation_id: int, role: Role = Role.RESEARCHER) -> Actor:
    """Who runs a command has the machine and so the store: she acts under an account of its own."""
    from evalcore.manage.accounts import command_line_account

    return Actor(command_line_account(store), "Command line", evaluation_id, frozenset({role}))


def _trust(store: Store, actor: Actor, name: str | None) -> int | None:
    from evalcore.capture.participants import trusts
    from evalcore.watch.asking import nearest

    if name is None:
        return None
    there = trusts(store, actor)
    found = next((row.no for row in there if row.name.casefold() == name.casefold()), None)
    if found is None:
        raise EvalError(f"There is no trust “{name}”.{nearest(name, {row.name: row.no for row in there})}")
    return found


def _table(rows: list[dict[str, Any]]) -> str:
    columns = ("group", "period", "polarity", "state", "value", "sources", "sources_read", "sources_all", "people")
    lines = [columns, *(tuple(_cell(row[column]) for column in columns) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)

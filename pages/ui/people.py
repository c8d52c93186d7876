"""The people of an evaluation, as an administrator deals with them: who is in, who is invited, who is to be."""

from itertools import groupby
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.vocabulary import Role
from evalcore.capture.participants import TrustRow
from evalcore.errors import Invalid
from evalcore.manage.access import Actor
from evalcore.manage.accounts import disable_account, enable_account
from evalcore.manage.members import Invited, Member, end_membership, invite, withdraw_invitation
from pages.ui import keys, session
from pages.ui.copy_link import copy_link
from pages.ui.errors import told
from pages.ui.formats import day, plain
from pages.ui.roles import what_a_role_may_do


def member_list(me: Actor, members: list[Member]) -> None:
    """A box a person: whether she may sign in at all, and her roles, each to be ended."""
    for account_id, rows in groupby(members, key=lambda row: row.account_id):
        held = list(rows)
        with st.container(border=True, gap="xsmall", key=f"member-{account_id}"):
            with _line(f"account-{account_id}"):
                you = " (you)" if account_id == me.account_id else ""
                st.markdown(f"**{plain(held[0].name)}**{you}  \n{plain(held[0].email)}")
                if account_id != me.account_id:
                    _account(me, held[0])
            if not held[0].active:
                st.markdown("This account is disabled: nobody can sign in with it.")
            for row in held:
                _role(me, row)


def _account(me: Actor, row: Member) -> None:
    verb, label = (disable_account, "Disable") if row.active else (enable_account, "Enable")
    if st.button(f"{label} account", key=f"switch-{row.account_id}", type="tertiary"):
        with told():
            verb(session.store(), me, row.account_id)
            keys.DONE.set((f"{label}d {row.name}'s account.", None))
            st.rerun()


def _role(me: Actor, row: Member) -> None:
    with _line(f"role-{row.no}"):
        st.markdown(f"{row.role.capitalize()}{f', {plain(row.trust)}' if row.trust else ''}")
        if st.button(f"End role: {row.role}", key=f"end-{row.no}", type="tertiary"):
            with told():
                done = end_membership(session.store(), me, row.no)
                keys.DONE.set((f"{row.name} is not {row.role} any more.", done.change_no))
                st.rerun()


def _line(key: str) -> DeltaGenerator:
    """What something is, and at the other end of the line what can be done about it."""
    return st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"line-{key}"
    )


def invitation_form(me: Actor, trusts: list[TrustRow]) -> None:
    """Make a link; no mail is sent, so the administrator hands it on as she sees fit."""
    if made := keys.INVITED.get():
        email, link = made
        copy_link(f"Link for {email}", link)
        st.caption("Send it yourself. It works once, within two weeks, and is not shown again.")
        if st.button("Invite somebody else"):
            keys.INVITED.set(None)
            st.rerun()
        return
    email = st.text_input("E-mail of the person", key="invite-email")
    roles = [role for role in Role if role is not Role.TRUST_MEMBER or trusts]
    role = st.radio(
        "Role",
        roles,
        # No haste should give anybody more than was meant.
        index=None,
        captions=[what_a_role_may_do(role) for role in roles],
        key="invite-role",
    )
    trust = None
    if role is Role.TRUST_MEMBER:
        trust = st.selectbox("Trust", trusts, format_func=lambda row: row.name, key="invite-trust")
    if st.button("Make the link", type="primary"):
        with told():
            if role is None:
                raise Invalid("Choose the role that the person is invited to.", "Role")
            token = invite(session.store(), me, email, role, trust.no if trust else None)
            here = urlsplit(st.context.url or "")
            keys.INVITED.set((email, f"{here.scheme}://{here.netloc}/account/invitation?link={token}"))
            st.rerun()


def waiting_list(me: Actor, waiting: list[Invited]) -> None:
    """The invitations nobody has accepted, each to be withdrawn."""
    for row in waiting:
        with st.container(border=True, key=f"invited-{row.key}"), _line(f"invited-{row.key}"):
            st.markdown(f"{plain(row.email)}  \n{row.role}, until {day(row.expires_at.date())}")
            if st.button("Withdraw invitation", key=f"withdraw-{row.key}", type="tertiary"):
                with told():
                    withdraw_invitation(session.store(), me, row.key)
                    keys.DONE.set((f"The link for {row.email} works no more.", None))
                    st.rerun()

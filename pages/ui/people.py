"""The people of an evaluation, as an administrator deals with them: who is in, who is invited, who is to be."""

from itertools import groupby
from urllib.parse import urlsplit

import streamlit as st

from db.vocabulary import Role
from evalcore.capture.participants import TrustRow
from evalcore.manage.access import Actor
from evalcore.manage.accounts import disable_account, enable_account
from evalcore.manage.members import Invited, Member, end_membership, invite, withdraw_invitation
from pages.ui import keys, session
from pages.ui.copy_link import copy_link
from pages.ui.errors import told
from pages.ui.formats import day
from pages.ui.roles import what_a_role_may_do


def member_list(me: Actor, members: list[Member]) -> None:
    """A box a person: her roles, each to be ended, and whether she may sign in at all."""
    for (account_id, name), rows in groupby(members, key=lambda row: (row.account_id, row.name)):
        held = list(rows)
        with st.container(border=True, key=f"member-{account_id}"):
            who, can_sign_in = st.columns([5, 2], vertical_alignment="center")
            disabled = "" if held[0].active else "  \nThis account is disabled: nobody can sign in with it."
            who.markdown(f"**{name}**{' (you)' if account_id == me.account_id else ''}  \n{held[0].email}{disabled}")
            if account_id != me.account_id:
                verb, label = (disable_account, "Disable") if held[0].active else (enable_account, "Enable")
                if can_sign_in.button(f"{label} {name}'s account", key=f"account-{account_id}", type="tertiary"):
                    with told():
                        verb(session.store(), me, account_id)
                        keys.DONE.set((f"{label}d {name}'s account.", None))
                        st.rerun()
            for row in held:
                _role(me, row)


def _role(me: Actor, row: Member) -> None:
    words, end = st.columns([5, 2], vertical_alignment="center")
    where = f", {row.trust}" if row.trust else ""
    words.markdown(f"{row.role.capitalize()}{where}")
    words.caption(what_a_role_may_do(row.role))
    if end.button(f"End the role of {row.role}", key=f"end-{row.no}", type="tertiary"):
        with told():
            done = end_membership(session.store(), me, row.no)
            keys.DONE.set((f"{row.name} is not {row.role} any more.", done.change_no))
            st.rerun()


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
    role = st.radio("Role", roles, captions=[what_a_role_may_do(role) for role in roles], key="invite-role")
    trust = None
    if role is Role.TRUST_MEMBER:
        trust = st.selectbox("Trust", trusts, format_func=lambda row: row.name, key="invite-trust")
    if st.button("Make the link", type="primary"):
        with told():
            token = invite(session.store(), me, email, role, trust.no if trust else None)
            here = urlsplit(st.context.url or "")
            keys.INVITED.set((email, f"{here.scheme}://{here.netloc}/account/invitation?link={token}"))
            st.rerun()


def waiting_list(me: Actor, waiting: list[Invited]) -> None:
    """The invitations nobody has accepted, each to be withdrawn."""
    for row in waiting:
        words, take_back = st.columns([5, 2], vertical_alignment="center")
        words.markdown(f"{row.email}, as {row.role}  \nUntil {day(row.expires_at.date())}")
        if take_back.button(f"Withdraw the invitation of {row.email}", key=f"withdraw-{row.key}", type="tertiary"):
            with told():
                withdraw_invitation(session.store(), me, row.key)
                keys.DONE.set((f"The link for {row.email} works no more.", None))
                st.rerun()

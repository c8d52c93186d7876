"""Nothing typed into a field note is ever lost: reloads, dead servers, dropped connections, other tabs and devices."""

import pytest
from playwright.sync_api import Page, Route, expect

from evalcore.capture.drafts import drop_draft, list_drafts
from evalcore.manage.sign_in import sign_out
from tests.pages.note_editor.driver import ON_THIS_DEVICE, PHONE, TOLD, Evaluation, People, Person
from tests.serving import Server

pytestmark = pytest.mark.browser

FORGET = {
    "localStorage": "localStorage.clear()",
    "IndexedDB": """new Promise((done) => {
        indexedDB.open("field-notes").onsuccess = ({ target }) => {
            target.result.transaction("copies", "readwrite").objectStore("copies").clear().onsuccess = done;
        };
    })""",
}
COPIES = """(async () => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const found = [{ ...localStorage }];
    for (const { name } of await indexedDB.databases()) {
        const database = await asked(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
            found.push(await asked(database.transaction(store).objectStore(store).getAll()));
        }
    }
    return JSON.stringify(found);
})()"""
AGE = """(hours) => new Promise((done) => {
    const key = Object.keys(localStorage).find((one) => one.endsWith(":new"));
    const copy = JSON.parse(localStorage.getItem(key));
    copy.at -= hours * 3600000;
    localStorage.setItem(key, JSON.stringify(copy));
    indexedDB.open("field-notes").onsuccess = ({ target }) => {
        target.result.transaction("copies", "readwrite").objectStore("copies").put(copy, key).onsuccess = done;
    };
})"""


def test_everything_in_the_form_survives_a_reload_in_the_same_moment(person: People) -> None:
    her = person()
    page = her.open()
    page.get_by_label("Date").fill("2016-02-03")
    page.get_by_label("Start").fill("13:40")
    page.get_by_label("Minutes").fill("50")
    page.get_by_label("Trust").select_option("Trust B")
    page.get_by_label("Setting").select_option("Ward")
    page.get_by_label("facilitating").check()
    page.get_by_role("button", name="+ Add").click()
    page.get_by_role("button", name="+ consultant").click()
    page.get_by_role("button", name="One more: consultant").click()
    page.get_by_text("My own reflection").click()
    page.get_by_label("My own reflection").fill("I was tired.")
    her.write(TOLD)
    page.reload()
    expect(her.text).to_have_value(TOLD)
    expect(page.get_by_label("Date")).to_have_value("2016-02-03")
    expect(page.get_by_label("Start")).to_have_value("13:40")
    expect(page.get_by_label("Minutes")).to_have_value("50")
    expect(page.get_by_label("Trust").locator("option:checked")).to_have_text("Trust B")
    expect(page.get_by_label("Setting").locator("option:checked")).to_have_text("Ward")
    expect(page.get_by_label("facilitating")).to_be_checked()
    expect(page.get_by_role("group", name="Who was there")).to_contain_text("consultant 2")
    expect(page.get_by_label("My own reflection")).to_have_value("I was tired.")


@pytest.mark.parametrize("lost", FORGET)
def test_either_copy_on_the_device_brings_the_text_back(person: People, lost: str) -> None:
    her = person()
    page = her.open()
    her.cut_off()
    her.write(TOLD)
    her.wait_for_trouble()
    page.evaluate(FORGET[lost])
    page.reload()
    her.connect()
    expect(her.text).to_have_value(TOLD)


def test_a_draft_is_found_again_on_another_device(person: People, evaluation: Evaluation) -> None:
    her = person()
    her.open()
    her.write(TOLD)
    her.tag("two days", "Barrier", "Conflicting priorities")
    evaluation.wait_for_draft(TOLD, tags=1)
    phone = person(**PHONE)
    phone.open()
    expect(phone.text).to_have_value(TOLD)
    assert phone.painted == ["two days"]


def test_a_server_killed_while_she_types_costs_no_character(
    person: People, evaluation: Evaluation, note_server: Server
) -> None:
    her = person()
    page = her.open()
    her.text.focus()
    page.keyboard.type("Before. ")
    her.wait_for_kept()
    note_server.kill()
    for beat in range(16):
        page.keyboard.type(f"word {beat} while it is down, ", delay=12)
    her.wait_for_trouble()
    page.keyboard.type("and the focus is still here. ")
    note_server.start()
    page.keyboard.type("After.")
    down = "".join(f"word {beat} while it is down, " for beat in range(16))
    whole = f"Before. {down}and the focus is still here. After."
    expect(her.text).to_have_value(whole)
    expect(her.text).to_be_focused()
    evaluation.wait_for_draft(whole)
    her.wait_for_kept()
    her.save()
    assert evaluation.text == whole


def test_over_a_dropped_connection_typing_goes_on_and_saving_lands_later(
    person: People, evaluation: Evaluation
) -> None:
    her = person()
    page = her.open()
    her.context.set_offline(True)
    her.write(TOLD)
    her.wait_for_trouble()
    page.get_by_role("button", name="Save, tag later").click()
    expect(page.get_by_text("No connection. The note is kept here and saved as soon as there is one.")).to_be_visible()
    her.context.set_offline(False)
    her.wait_for_saved()
    expect(page.get_by_text("It is unread.")).to_be_visible()
    assert evaluation.text == TOLD


def test_a_slow_server_is_waited_for_and_nothing_says_that_it_is_gone(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    her.wait_for_kept()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/finish", hold)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("header").get_by_text("saving …")).to_be_visible()
    expect(page.get_by_text("Saving the note …")).to_be_visible()
    expect(page.get_by_text(ON_THIS_DEVICE)).to_have_count(0)
    held.pop().continue_()
    her.wait_for_saved()
    assert evaluation.text == TOLD


def test_a_save_whose_answer_is_lost_makes_one_note(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    lost: list[Route] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route)
            route.fetch()
            route.abort()

    page.route("**/finish", lose_the_first)
    her.write(TOLD)
    page.get_by_role("button", name="Save note").click()
    her.wait_for_saved()
    assert lost
    assert list(evaluation.notes) == [1]


def test_a_save_outlives_a_reload_before_its_answer(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    her.cut_off()
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    her.connect()
    page.reload()
    her.wait_for_saved()
    assert list(evaluation.notes) == [1]


def test_a_second_tab_reads_until_she_wants_to_write_there(person: People) -> None:
    first = person()
    first.open()
    first.write("Written in the first tab.")
    second = first.another_tab()
    second.open()
    expect(second.page.get_by_text("This note is open in another tab; here you can read it.")).to_be_visible()
    expect(second.text).to_have_value("Written in the first tab.")
    expect(second.text).not_to_be_editable()
    first.write(" And more.")
    second.page.get_by_role("button", name="Write here instead").click()
    expect(second.text).to_be_editable()
    expect(second.text).to_have_value("Written in the first tab. And more.")
    expect(first.text).not_to_be_editable()
    second.page.get_by_role("button", name="All field notes").click()
    expect(first.text).to_be_editable()


def test_a_note_saved_in_one_tab_is_gone_from_the_other(person: People) -> None:
    first = person()
    first.open()
    first.write(TOLD)
    second = first.another_tab()
    second.open()
    first.save()
    expect(second.page.get_by_text("The note was saved in another tab.")).to_be_visible()


def two_versions(person: People, evaluation: Evaluation) -> tuple[Page, Person]:
    """She wrote on her phone, lost the connection there, and went on at her desk; now the phone is back."""
    phone = person(**PHONE)
    phone.open()
    phone.write("Begun.")
    evaluation.wait_for_draft("Begun.")
    phone.context.set_offline(True)
    phone.stand(6)
    phone.write(" On the phone.")
    desk = person()
    desk.open()
    desk.stand(6)
    desk.write(" At the desk.")
    desk.tag("the desk", "Mixed", "Champions")
    evaluation.wait_for_draft("Begun. At the desk.", tags=1)
    phone.context.set_offline(False)
    expect(phone.page.get_by_role("region", name="Two versions of this note")).to_contain_text("Begun. At the desk.")
    return phone.page, phone


@pytest.mark.parametrize(
    ("choice", "text", "marks"),
    [
        ("Keep what is here", "Begun. On the phone.", []),
        ("Take the other", "Begun. At the desk.", ["the desk"]),
        ("Keep both", "Begun. On the phone.\n\nBegun. At the desk.", ["the desk"]),
    ],
)
def test_of_two_devices_she_chooses_mine_theirs_or_both(
    person: People, evaluation: Evaluation, choice: str, text: str, marks: list[str]
) -> None:
    page, phone = two_versions(person, evaluation)
    expect(phone.text).to_have_value("Begun. On the phone.")
    page.get_by_role("button", name=choice).click()
    expect(phone.text).to_have_value(text)
    assert phone.painted == marks
    phone.save()
    assert evaluation.text == text


def test_of_two_who_edit_one_note_the_second_is_told_and_loses_nothing(person: People, evaluation: Evaluation) -> None:
    author = person()
    author.open()
    author.write("As it was.")
    author.save()
    colleague = person(evaluation.colleague)
    colleague.open(note=1)
    colleague.stand(10)
    colleague.write(" The colleague’s part.")
    author.open(note=1)
    author.stand(10)
    author.write(" The author’s part.")
    author.save()
    colleague.page.get_by_role("button", name="Save note").click()
    colleague.page.get_by_role("button", name="Keep both").click()
    expect(colleague.text).to_have_value("As it was. The colleague’s part.\n\nAs it was. The author’s part.")
    colleague.save()
    assert "The colleague’s part." in evaluation.text
    assert "The author’s part." in evaluation.text


def test_signed_out_she_keeps_everything_and_is_asked_to_sign_in(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    sign_out(evaluation.store, her.token)
    her.write(TOLD)
    expect(page.get_by_role("link", name="Sign in (new tab)")).to_be_visible()
    her.wait_for_trouble()
    expect(her.text).to_be_editable()
    her.sign_in()
    evaluation.wait_for_draft(TOLD)
    expect(page.get_by_role("link", name="Sign in (new tab)")).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text=ON_THIS_DEVICE)).to_have_count(0)


def test_what_she_typed_never_becomes_the_draft_of_who_signs_in_next(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.sign_in(evaluation.colleague)
    her.write(TOLD)
    expect(page.get_by_role("link", name="Sign in (new tab)")).to_be_visible()
    assert list_drafts(evaluation.store, evaluation.colleague) == []


def test_the_device_keeps_nothing_of_a_note_that_is_saved(person: People) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    her.wait_for_kept()
    assert page.evaluate(COPIES).count("two days") == 2
    her.save()
    page.wait_for_function(f"{COPIES}.then((found) => !found.includes('two days'))")
    page.get_by_role("button", name="Log a field note").click()
    expect(her.text).to_have_value("")


@pytest.mark.parametrize("listens", [True, False], ids=["a browser that clears when asked", "plain http"])
def test_signing_out_takes_what_she_typed_off_the_device(person: People, listens: bool) -> None:
    her = person()
    page = her.open()

    def without_the_wish(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        route.fulfill(response=answer, headers={**answer.headers, "clear-site-data": ""})

    if not listens:
        page.route(lambda url: url.endswith("/account/sign-out"), without_the_wish)
    her.cut_off()
    her.write(TOLD)
    her.wait_for_trouble()
    page.goto(f"{her.address}/account/sign-out")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in")
    assert "two days" not in page.evaluate(COPIES)


@pytest.mark.parametrize(("hours", "there"), [(71, True), (73, False)])
def test_a_copy_on_the_device_expires_after_72_hours(
    person: People, evaluation: Evaluation, hours: int, there: bool
) -> None:
    her = person()
    page = her.open()
    her.cut_off()
    her.write(TOLD)
    her.wait_for_trouble()
    page.evaluate(AGE, hours)
    page.goto(f"{her.address}/account/sign-in")
    her.connect()
    drop_draft(evaluation.store, evaluation.author, "field-note-new")
    her.open()
    expect(her.text).to_have_value(TOLD if there else "")
    assert ("two days" in page.evaluate(COPIES)) is there


def test_a_discarded_draft_can_be_brought_back(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    her.tag("two days", "Barrier", "Conflicting priorities")
    evaluation.wait_for_draft(TOLD, tags=1)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("The draft is discarded.")).to_be_visible()
    assert evaluation.drafts == {}
    page.get_by_role("button", name="Bring it back").click()
    expect(her.text).to_have_value(TOLD)
    assert her.painted == ["two days"]
    her.wait_for_kept()


def test_leaving_the_form_and_coming_back_goes_on_where_she_was(person: People, evaluation: Evaluation) -> None:
    her = person()
    page = her.open()
    her.write(TOLD)
    evaluation.wait_for_draft(TOLD)
    page.get_by_role("button", name="All field notes").click()
    page.get_by_role("button", name="Go on with your draft").click()
    expect(her.text).to_have_value(TOLD)
    expect(her.text).to_be_editable()
    her.stand(0)
    page.keyboard.type("More: ")
    expect(her.text).to_have_value(f"More: {TOLD}")

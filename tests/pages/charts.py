"""A click on a mark of a picture, which is drawn and has no element of its own."""

from playwright.sync_api import Page, expect

from tests.accessibility import settle

PLACE = """([chart, mark]) => {
  const figure = document.querySelector(chart);
  const trace = figure._fullData.find(one => (one.customdata ?? []).includes(mark));
  const number = trace.customdata.indexOf(mark);
  const across = figure._fullLayout[trace.xaxis.replace("x", "xaxis")];
  const down = figure._fullLayout[trace.yaxis.replace("y", "yaxis")];
  const box = figure.getBoundingClientRect();
  return [box.left + across._offset + across.l2p(trace.x[number]),
    box.top + down._offset + down.l2p(trace.base[number] + trace.y[number] / 2)];
}"""


def choose(page: Page, mark: str, picture: str = "wide-now") -> None:
    """Click where a mark is drawn."""
    settle(page)
    kind, name = picture.split("-", 1)
    chart = f".st-key-sheet-{kind}-{name} .js-plotly-plot"
    page.locator(chart).scroll_into_view_if_needed()
    x, y = page.evaluate(PLACE, [chart, mark])
    page.mouse.move(x, y)
    # A click counts for what the pointer has been found over.
    expect(page.locator(f"{chart} .hoverlayer .hovertext")).to_be_visible()
    page.mouse.click(x, y)

"""What pages come in: Markdown with its escapes, HTML, Word, and files that are no pages."""

import io
import zipfile

import pytest

from scoring.bank.pages.sources import has_tracked_changes, page_of
from tests.kit.drafts import STORY, answer, mistakes, probes, read
from tests.kit.layouts import docx


@pytest.mark.parametrize(
    ("page", "prompt"),
    [
        (r"\## Question" "\n\n" r"Tell me about a fence\. It cost \$5\!", "Tell me about a fence. It cost $5!"),
        ("**Question:** Tell me about a&nbsp;fence.<br>What broke?", "Tell me about a fence. What broke?"),
        ("Question: Tell me about Smith &amp;amp; Sons&#39; fence.", "Tell me about Smith & Sons' fence."),
        ("Question: “Tell me about a fence.”", "Tell me about a fence."),
        ("Question: “Tell me about a “well” and a “fence”.”", "Tell me about a “well” and a “fence”."),
        ("Question: “Yes” is one, and the other “no”", "“Yes” is one, and the other “no”"),
        (r"Question: Tell me about a\_b, \*c\* and \<d\>.", "Tell me about a_b, *c* and <d>."),
        ("Question: Tell me about the [fence](https://x.y/z) *you* mended[^1].", "Tell me about the fence you mended."),
        ("Question: Tell me about <em>your</em> <a href='x'>fence</a>.", "Tell me about your fence."),
        ("Question: Tell me about a fence. [🔗](#fence)", "Tell me about a fence."),
        ("Question: Tell me about a ![icon](i.png) fence.", "Tell me about a fence."),
        ("Question: Tell me about a fe&shy;nce&zwj;.", "Tell me about a fence."),
        ("# Tell me about a fence {#fence .unnumbered}", "Tell me about a fence"),
        ("Question: Tell me about a fence :goat:", "Tell me about a fence"),
        ("Question: Tell me about a fence.\\", "Tell me about a fence."),
        ("Question: Tell me about C:\\temp.", "Tell me about C:\\temp."),
    ],
)
def test_escapes_entities_and_marks_become_what_they_stand_for(page: str, prompt: str) -> None:
    assert read(page).question["prompt"] == prompt


@pytest.mark.parametrize(
    ("rows", "competency", "prompt", "unplaced"),
    [
        (["---", "competency: 'Bias for action'", 'question: "Tell me."', "---"], "Bias for action", "Tell me.", []),
        (
            ["---", "category:", "  - Ownership", "  - Care", "author: me", "---", "# Tell me about a fence"],
            "Ownership, Care",
            "Tell me about a fence",
            ["author: me"],
        ),
        (
            ["+++", 'title = "Tell me about a time you fell"', 'competency = "Care"', "+++"],
            "Care",
            "Tell me about a time you fell",
            [],
        ),
        (["---\r", "category: [Ownership]\r", "---\r", "# Describe a fence\r"], "Ownership", "Describe a fence", []),
        (
            ["---", "title: 'A: B'", "skill: Care # ours", "---", "# Describe a fence"],
            "Care",
            "Describe a fence",
            ["title: 'A: B'"],
        ),
        (["---", "theme: “Care”", "---", "# Describe a fence"], "Care", "Describe a fence", []),
        (["---", "", "Tell me about a fence.", "", "---"], "", "Tell me about a fence.", []),
    ],
)
def test_front_matter_is_read_for_what_it_says_of_the_question(
    rows: list[str], competency: str, prompt: str, unplaced: list[str]
) -> None:
    draft = read("\n".join([*rows, ""]))
    assert (draft.question["competency"], draft.question["prompt"], draft.unplaced) == (competency, prompt, unplaced)


HTML = """<html><head><title>x</title></head><body>
<nav><a href="/">Home</a></nav><h1>Tell me about a fence &amp; a field</h1>
<h2>Follow-ups</h2><ul><li>Who <em>asked</em>?</li><li>And<br>then?</li></ul>
<h2>Mid</h2><table><tr><th>Part</th><th>Told</th></tr><tr><td><b>Situation</b></td><td>The fence was down.</td></tr>
<tr><td>Task</td><td><p>I was to mend it.</p></td></tr><tr><td>Action</td><td>I asked.</td></tr>
<tr><td>Result</td><td>It held.</td></tr></table>
<script>document.write("<h1>Question 2: Describe a harvest</h1>")</script></body></html>"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_a_page_of_html_is_read_without_its_scripts(codec: str) -> None:
    draft = read(page_of(HTML.encode(codec), "page.html").text)
    assert draft.question["prompt"] == "Tell me about a fence & a field"
    assert probes(draft) == ["Who asked?", "And then?"]
    assert answer(draft, "mid") == STORY
    assert draft.unplaced == ["Home", "| Part | Told |"]


def test_a_page_in_an_older_encoding_that_it_names_is_read_in_it() -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><h1>Question</h1><p>Расскажите о заборе.</p></body></html>'
    assert read(page_of(page.encode("koi8-r"), "page").text).question["prompt"] == "Расскажите о заборе."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 no zip", "it is a damaged .docx"),
        (b"%PDF-1.4", "it is a PDF, not text"),
        (b"{\\rtf1 a}", "it is an RTF file, not text"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        page_of(data, "page.docx")


def test_a_word_file_with_changes_that_nobody_accepted_is_known() -> None:
    plain = docx([("", "Tell me about a fence."), ("", "Who asked?")])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as packed, zipfile.ZipFile(changed, "w") as written:
        for name in packed.namelist():
            text = packed.read(name).decode()
            text = text.replace('<w:r><w:t xml:space="preserve">Who', '<w:ins w:id="1"><w:r><w:t>Who')
            written.writestr(name, text.replace("asked?</w:t></w:r>", "asked?</w:t></w:r></w:ins>"))
    assert not has_tracked_changes(plain)
    assert not has_tracked_changes(b"plain text")
    assert has_tracked_changes(changed.getvalue())
    assert "Who asked?" in page_of(changed.getvalue(), "page").text


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f"])
def test_a_space_of_another_kind_after_a_mark_hides_no_heading(space: str) -> None:
    page = "# Tell me about a fence\n\n## Red flags\n\n- Blames goats\n\n## Follow-ups\n- Who asked?\n"
    draft = read(page.replace("# ", f"#{space}").replace("- ", f"-{space}"))
    assert (probes(draft), mistakes(draft)) == (["Who asked?"], [("Blames goats", "", "")])
    assert draft.unplaced == []


def test_items_of_a_word_list_whose_list_is_lost_are_items_all_the_same() -> None:
    rows = [("Heading1", "Follow-ups"), ("x", "Who asked?"), ("x", "And then?"), ("Heading1", "Red flags")]
    draft = read(page_of(docx([*rows, ("x", "Blames goats: all of them"), ("x", "Vague: no figure")]), "page").text)
    assert probes(draft) == ["Who asked?", "And then?"]
    assert [name for name, _, _ in mistakes(draft)] == ["Blames goats", "Vague"]

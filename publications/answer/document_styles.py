"""The named styles of an answer as a document, where its template brings none."""

from typing import Final

from odfdo import Document, Element

# Names that word processors know: a template with styles of these names dresses the text.
TITLE, SUBTITLE, CAPTION, BODY, STRONG = "Title", "Subtitle", "Caption", "Text_20_body", "Strong_20_Emphasis"
HEADING, CELL, HEAD = "Heading_20_1", "Table_20_Contents", "Table_20_Heading"
NUMBER, NUMBER_HEAD = "Table_20_Number", "Table_20_Number_20_Heading"

NAMED: Final = {
    TITLE: """<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"
    style:next-style-name="Text_20_body"><style:text-properties fo:font-size="20pt"/></style:style>""",
    SUBTITLE: """<style:style style:name="Subtitle" style:family="paragraph" style:parent-style-name="Standard"
    style:next-style-name="Text_20_body"/>""",
    CELL: """<style:style style:name="Table_20_Contents" style:display-name="Table Contents" style:family="paragraph"
    style:parent-style-name="Standard"><style:text-properties fo:font-size="10pt"/></style:style>""",
    HEAD: """<style:style style:name="Table_20_Heading" style:display-name="Table Heading" style:family="paragraph"
    style:parent-style-name="Table_20_Contents"><style:text-properties fo:font-weight="bold"/></style:style>""",
    NUMBER: """<style:style style:name="Table_20_Number" style:display-name="Table Number" style:family="paragraph"
    style:parent-style-name="Table_20_Contents"><style:paragraph-properties fo:text-align="end"/></style:style>""",
    NUMBER_HEAD: """<style:style style:name="Table_20_Number_20_Heading" style:display-name="Table Number Heading"
    style:family="paragraph" style:parent-style-name="Table_20_Heading"><style:paragraph-properties
    fo:text-align="end"/></style:style>""",
    STRONG: """<style:style style:name="Strong_20_Emphasis" style:display-name="Strong Emphasis" style:family="text">
    <style:text-properties fo:font-weight="bold"/></style:style>""",
}
# Ours alone: a template of the house keeps its own.
OURS: Final = (
    """<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"
    style:next-style-name="Text_20_body"><style:paragraph-properties fo:margin-top="0.6cm" fo:margin-bottom="0.2cm"
    fo:keep-with-next="always"/><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>""",
    """<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
    style:parent-style-name="Heading" style:next-style-name="Text_20_body" style:default-outline-level="1"/>""",
    """<style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard">
    <style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always"/>
    <style:text-properties fo:font-weight="bold"/></style:style>""",
    """<style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard">
    <style:paragraph-properties fo:text-align="end"/><style:text-properties fo:font-size="9pt"/></style:style>""",
)
FOOTER: Final = """<style:footer><text:p text:style-name="Footer">pagina <text:page-number
text:select-page="current">1</text:page-number> van <text:page-count>1</text:page-count></text:p></style:footer>"""
# How a table is laid out has no name: it stands in the document itself.
TABLES: Final = (
    """<style:style style:name="Answer" style:family="table"><style:table-properties table:align="margins"
    fo:margin-bottom="0.4cm"/></style:style>""",
    """<style:style style:name="AnswerRow" style:family="table-row"><style:table-row-properties
    fo:keep-together="always"/></style:style>""",
    """<style:style style:name="AnswerCell" style:family="table-cell"><style:table-cell-properties
    fo:padding="0.08cm" fo:padding-right="0.25cm" fo:border-bottom="0.5pt solid #b8c0c4"/></style:style>""",
)
WIDTH: Final = """<style:style style:name="{name}" style:family="table-column"><style:table-column-properties
style:rel-column-width="{share}*"/></style:style>"""
TABLE, ROW, CELL_BOX = "Answer", "AnswerRow", "AnswerCell"


def width(document: Document, share: int) -> str:
    """The name of the style of a column that takes so many shares of the width of its table."""
    name = f"AnswerColumn{share}"
    document.insert_style(WIDTH.format(name=name, share=share), automatic=True)
    return name


def dress(document: Document, *, is_ours: bool) -> None:
    """Add the named styles that the document lacks; without a template of the house also how they look."""
    present = {style.get_attribute("style:name") for style in document.get_styles()}
    for name, style in NAMED.items():
        if name not in present:
            document.insert_style(style)
    for style in TABLES:
        document.insert_style(style, automatic=True)
    if is_ours:
        _dress_as_ours(document)


def _dress_as_ours(document: Document) -> None:
    for style in OURS:
        document.insert_style(style)
    for page in document.styles.get_elements("//style:master-page"):
        page.append(Element.from_tag(FOOTER))
    for level in document.styles.get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")
        level.del_attribute("loext:num-list-format")
        level.del_attribute("style:num-suffix")
    for text in document.styles.get_elements("//style:default-style/style:text-properties"):
        text.set_attribute("style:font-name", "Liberation Sans")
        text.set_attribute("fo:font-size", "11pt")

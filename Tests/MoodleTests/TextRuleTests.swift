import Testing

@testable import Moodle

/// The common rules of moodle.md §3.
@Suite struct TextRuleTests {
  @Test(arguments: [
    ("<p>Where is the exit?</p>", "Where is the exit?"), ("a<br>b<BR />c</p>d</DIV>e</li>f", "a b c d e f"),
    ("<b>My</b> text, <i class=\"x\">w</i>ith", "My text, with"), ("1 < 2 and 3 <4> <5", "1 < 2 and 3 <4> <5"),
    ("a<!-- x > y -->b<!--open", "ab<!--open"),
    ("a<script type=\"x\">if (a<b) {}</script >b<style>p{}</STYLE>c", "abc"),
    ("<script>never closed", "never closed"), ("<break>a</brx>b<scripts>c</scripts>", "abc"),
    ("a<?php x ?>b<!DOCTYPE html>c", "abc"),
    ("&lt;b&gt; &amp;amp; &eacute;&#233;&#xE9;", "<b> &amp; ééé"),
    ("&notit; &copy2026 &nosuch; & &#; &#x;", "¬it; ©2026 &nosuch; & &#; &#x;"),
    ("&#0;&#x110000;&#xD800;&#128;", "\u{FFFD}\u{FFFD}\u{FFFD}€"),
    ("&CounterClockwiseContourIntegral;&NotEqualTilde;", "∳≂̸"),
    (" a \u{A0}\t\u{2003}b\n&nbsp;c ", "a b c"),
    ("<span lang=\"en\" class=\"multilang\">Yes</span><span>Ja</span>", "YesJa"),
  ]) func `HTML becomes plain text`(html: String, text: String) {
    #expect(HTMLText.value(of: html) == text)
  }

  @Test(arguments: ["<a", "<!--", "<script", "<script>", "<script></scripts>", "</p", "<"])
  func `A megabyte of beginnings without an end is read`(piece: String) {
    let html = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
    let hasTags = piece.contains(">")
    #expect(HTMLText.value(of: html) == (hasTags ? nil : PlainText.cut(html)))
  }

  @Test func `Text without content is not a value, and a name is a hyphen`() {
    #expect(HTMLText.value(of: "<p>&nbsp;<br></p>") == nil && HTMLText.value(of: nil) == nil)
    #expect(HTMLText.name("<p></p>") == "-" && PlainText.name(" \u{3000}") == "-" && PlainText.name("<b>") == "<b>")
  }

  @Test func `A text is cut between two characters`() {
    let text = String(repeating: "a", count: 65_535) + "é"
    #expect(PlainText.of(text).utf8.count == 65_535 && PlainText.cut(String(text.dropFirst())).hasSuffix("é"))
  }

  @Test(arguments: [
    ("6.6", "7", 9_429), ("49.42857", "160", 3_089), ("1", "8", 1_250), ("0.00005", "1", 1), ("0.00004999", "1", 0),
    ("-1", "2", 0), ("3", "2", 10_000), ("0E-7", "1", 0), ("8.0000000", "10", 8_000), ("1e400", "3", 10_000),
    ("2", "3", 6_667), ("0.123450000000000000000001", "1", 1_235), ("1.005", "100", 101), ("99.995", "100", 10_000),
  ]) func `Percentages are exact`(part: String, whole: String, hundredths: Int) throws {
    let (part, whole) = (try #require(ExactDecimal(part)), try #require(ExactDecimal(whole)))
    #expect(Percent.rounded(part, of: whole) == hundredths)
  }

  @Test func `Cutting and writing percentages`() {
    #expect(Percent.cut(2, of: 3) == 6_666 && Percent.cut(999_999, of: 1_000_000) == 9_999)
    #expect([0, 5, 50, 6_666, 8_000, 10_000].map(Percent.text) == ["0", "0.05", "0.5", "66.66", "80", "100"])
  }

  @Test func `Numbers in texts are digits with at most one point`() {
    for text in ["1", " -2.50 ", "007", "3.14"] { #expect(ExactDecimal(number: text) != nil) }
    for text in ["", "1.", ".5", "1e3", "+1", "1,5", "1 2", "NaN", "٣"] { #expect(ExactDecimal(number: text) == nil) }
    #expect(ExactDecimal(number: nil) == nil && ExactDecimal("x") == nil && ExactDecimal("1.2.3") == nil)
    #expect(ExactDecimal("1.5E1") == ExactDecimal("15") && ExactDecimal("150e-1") == ExactDecimal(15))
  }

  @Test func `Products are compared exactly`() throws {
    let number = { (text: String) in try #require(ExactDecimal(text)) }
    #expect(ExactDecimal.product(try number("6.6"), try number("10"), isAtLeast: try number("6"), try number("7")))
    #expect(!ExactDecimal.product(try number("4.19999"), try number("10"), isAtLeast: try number("6"), try number("7")))
    #expect(
      ExactDecimal.product(
        try number("99999.99999"), try number("99999.99999"), isAtLeast: try number("99999.99999"),
        try number("99999.99999")))
  }

  @Test(arguments: [
    ("0000:12:30.50", 750_500_000), ("00:00:17.5", 17_500_000), ("9999:00:00", 35_996_400_000_000), ("0:12:30", 0),
    ("00:12", 0), ("00:00:10.123", 0), ("PT10S", 0),
  ]) func `SCORM 1.2 times`(text: String, micros: Int) { #expect(SCORMAttempt.time(text) == micros) }

  @Test(arguments: [
    ("PT1H2M3.25S", 3_723_250_000), ("P1DT1S", 86_401_000_000), ("P0Y0M1D", 86_400_000_000), ("P1YT5S", 0), ("P1M", 0),
    ("PT", 0), ("PT0.1234567S", 123_456), ("00:00:10", 0), ("P1W", 0), ("pt1s", 0),
  ]) func `SCORM 2004 durations`(text: String, micros: Int) { #expect(SCORMAttempt.duration(text) == micros) }

  @Test func `Languages of Moodle are language tags`() {
    let known = ["en": "en", "fr_ca": "fr-CA", "de_du": "de-DU", "ca_valencia": "ca", "zh_cn": "zh-CN", "mis": "mis"]
    for (text, tag) in known { #expect(SiteMapping.language(text) == tag) }
    for text in ["", "x", "engl", "e1", "_"] { #expect(SiteMapping.language(text) == nil) }
  }
}

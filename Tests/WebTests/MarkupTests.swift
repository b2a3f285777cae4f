import Foundation
import Mustache
import Testing

@testable import Web

/// Any text stays within the place that its template gives it: it adds no element, attribute or address.
@Suite struct MarkupTests {
  /// Each HTML special character, followed by characters that Swift's `Character` merges with it: Grapheme_Extend
  /// (marks that combine, enclose, or follow in other scripts), variation selectors, joiners, modifiers and a tag.
  static let hostile: String = {
    let marks = [
      "", "\u{301}", "\u{338}", "\u{20DD}", "\u{483}", "\u{93E}", "\u{E31}", "\u{1AB0}", "\u{FE00}", "\u{FE0F}",
      "\u{E0100}",
      "\u{180B}", "\u{200C}", "\u{200D}", "\u{1F3FB}", "\u{E0061}", "\u{E007F}", "\u{302A}", "\u{FF9E}",
    ]
    let breaks = ["\"", "'", "<", ">", "&"].flatMap { character in marks.map { character + $0 } }
    return breaks.map { "a\($0) onx=y" }.joined() + "\"\u{301} data-card=x><\u{338}b>&\u{301}lt;&lt;&#34;"
  }()

  /// Fills every place of a template with the same text, and every section with some content.
  private struct Everything: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
    let text: String
    /// Names without a value, for the texts instead.
    var missing: Set<String> = []
    /// Names in tags of three braces.
    var inserted: Set<String> = []

    var renderText: String { text }
    var isNull: Bool { false }
    func transform(_ name: String) -> Any? { name == "empty" ? !missing.isEmpty : nil }

    func child(named name: String) -> Any? {
      if missing.contains(name) { return nil }
      guard inserted.contains(name) else { return self }
      var html = HTML()
      html.add(text: text)
      return html
    }
  }

  private struct Pair: Encodable {
    let name: String
    let plain: String
    let hostile: String
  }

  private struct Job: Encodable {
    let marker = "MARKER"
    let hostile = MarkupTests.hostile
    let pairs: [Pair]
  }

  @Test func `Every field of every template keeps its place`() throws {
    let library = try Templates.library()
    var pairs: [Pair] = []
    let texts = try Templates.texts()
    let inserted = Set(
      texts.values.flatMap { $0.matches(of: #/\{\{\{\.?([A-Za-z]+)\}\}\}/#).map { String($0.1) } })
    for (name, source) in texts {
      let inverted = Set(
        source.matches(of: #/\{\{\^\.?([A-Za-z.]+)\}\}/#).map { String($0.1.split(separator: ".").last!) })
      for missing in [[], inverted] {
        func render(_ text: String) throws -> String {
          let model = Everything(text: text, missing: missing, inserted: inserted)
          return try #require(library.render(model, withTemplate: name))
        }
        pairs.append(Pair(name: name, plain: try render("MARKER"), hostile: try render(Self.hostile)))
      }
    }
    #expect(pairs.count > 80 && pairs.filter { $0.plain.contains("MARKER") }.count > 70)
    let found = try Self.differences(pairs)
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  @Test func `Every field of a row of a table keeps its place`() async throws {
    let language = try await PageRenderer(nil).languages.language(for: nil)
    let pairs = [false, true].map { isLead in
      func html(_ text: String) -> String {
        "<table>" + HTML([Self.cells(text, isLead: isLead)], language).renderText + "</table>"
      }
      return Pair(name: "rows", plain: html("MARKER"), hostile: html(Self.hostile))
    }
    #expect(pairs.allSatisfy { $0.plain.components(separatedBy: "MARKER").count > 20 })
    let found = try Self.differences(pairs)
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }

  /// Cells that together show each of their properties.
  private static func cells(_ text: String, isLead: Bool) -> [Table.Cell] {
    var (linked, plain, listed) = (
      Table.Cell(text, .text, text, isLead: isLead, href: text, opens: true, hint: text),
      Table.Cell(text, .number, text + "@" + text, isLead: isLead), Table.Cell(text, .status, nil, isLead: isLead)
    )
    (linked.content.card, linked.content.detail, linked.content.tone) = (text, text, .bad)
    plain.content.progress = 50
    let items = [nil, text].map { Table.List.Item(title: text, href: $0, detail: text, badge: $0) }
    listed.content.list = Table.List(items: items, more: Table.List.More(title: text, items: items))
    return [linked, plain, Table.Cell(text, .text, nil, isLead: isLead), listed]
  }

  /// The differences that an HTML parser (Python's) finds.
  private static func differences(_ pairs: [Pair]) throws -> [String] {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let script = here.deletingLastPathComponent().appending(path: "Browser/markup.py")
    let answer = try SMTPProgram.run([script.path], input: JSONEncoder().encode(Job(pairs: pairs)))
    return try JSONDecoder().decode([String].self, from: answer)
  }

  @Test func `The test notices what the library's own escaping leaves`() throws {
    let template = try MustacheTemplate(string: "<p title=\"{{x}}\">{{x}}</p>")
    let html = { (text: String) in template.render(["x": text]) }
    let pair = Pair(name: "own", plain: html("MARKER"), hostile: html(Self.hostile))
    #expect(try Self.differences([pair]).count == 1)
  }

  @Test func `JSON in an attribute is that JSON again`() throws {
    let point = Chart.Point(label: Self.hostile, axis: Self.hostile, value: 1, lines: [Self.hostile])
    let chart = Chart(title: "x", shape: .bars, tick: Self.hostile, points: [point, point])
    let data = chart.model.data
    let html = data.html
    #expect(!html.utf8.contains { "\"<>'".utf8.contains($0) })
    let json = try #require(try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
    let points = try #require(json["points"] as? [[String: Any]])
    #expect(json["tick"] as? String == Self.hostile && points.count == 2)
    #expect(points[0]["label"] as? String == Self.hostile && points[0]["lines"] as? [String] == [Self.hostile])
  }
}

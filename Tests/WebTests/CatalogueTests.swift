import Access
import Foundation
import Reports
import Statistics
import Testing

@testable import Web

/// The English texts contain every text that the code uses.
@Suite struct CatalogueTests {
  private static var own: [String: Any] { (try? PseudoLanguage.texts()) ?? [:] }
  /// Those of `en.json`, and the words of the catalogue of statistics.
  static let texts = own.compactMapValues { $0 as? String }.merging(Language.catalogue) { own, _ in own }
  /// By key and form.
  private static let plurals = own.compactMapValues { $0 as? [String: String] }

  private static func sources(_ ending: String) throws -> [(name: String, text: String)] {
    let web = Fixtures.sources.appending(path: "Web")
    let paths = try #require(FileManager.default.enumerator(atPath: web.path)).compactMap { $0 as? String }.filter {
      $0.hasSuffix(ending)
    }
    return try paths.map { ($0, try String(contentsOf: web.appending(path: $0), encoding: .utf8)) }
  }

  @Test func `The words of statistics are in the catalogue only, and every statistic of a family is in it`() {
    #expect(Set(Self.own.keys).isDisjoint(with: Language.catalogue.keys))
    for family in Statistic.Family.allCases {
      #expect(Statistic.all.contains { $0.family == family }, "\(family) is empty")
    }
    for text in Language.catalogue.values {
      #expect(text == text.trimmingCharacters(in: .whitespacesAndNewlines) && !text.contains("\n"), "\(text)")
    }
  }

  @Test func `Every column that is not a statistic has a title`() {
    for kind in [UserList.Kind.users, .activities(repliesCount: true), .members] {
      for column in kind.columns where column.statistic == nil {
        #expect(Self.texts["column_\(column.key)"] != nil, "\(column.key)")
      }
    }
  }

  @Test func `What is noted in the audit log is said in words`() throws {
    var actions = EntityKind.allCases.flatMap { kind in
      ["view", "download", "list.download"].map { "\(kind.rawValue).\($0)" }
    }
    actions += EntityKind.allCases.filter { $0 != .tag }.map { "\($0.rawValue).list" }
    let contents: [ExportKind] = [
      .user("u"), .generalStats(ReportFilters()), .collaborativeActivities(search: nil),
      .registrations(search: nil),
      .users(.init(tab: "current", search: nil, groups: [], fields: nil)),
    ]
    actions += contents.flatMap { content in ["download", "job", "fetch"].map { "\(content.kind).\($0)" } }
    let noted = #/(?:audit\(|Audit\.note\(|response\(|FilePipe\.body\(visit, |action: )\s*"([a-z.-]+)"/#
    let named = try Self.sources(".swift").flatMap { $0.text.matches(of: noted).map { String($0.1) } }
    #expect(named.contains("user.view") && named.contains("team.download") && named.contains("members.list"))
    for action in actions + named { #expect(Self.texts["audit_action_\(action)"] != nil, "\(action)") }
  }

  @Test func `Every text that a template reads is there`() throws {
    let templates = try Self.sources(".mustache")
    #expect(!templates.isEmpty)
    for template in templates {
      for match in template.text.matches(of: #/\{\{\{?[#^\/]?text\.([a-z_]+)/#) {
        #expect(Self.texts[String(match.1)] != nil, "\(match.1) in \(template.name)")
      }
    }
  }

  /// A key with an interpolation `\(…)` needs a matching text.
  @Test func `Every text that the code reads is there`() throws {
    let files = try Self.sources(".swift")
    #expect(!files.isEmpty)
    for file in files {
      for match in file.text.matches(of: #/\blanguage(?<way>\.plural|\.optional)?\(\s*"(?<key>[^"]*)"/#)
      where match.way != ".optional" {
        let literal = String(match.key)
        let pattern = literal.replacing(#/\\\(.*\)/#, with: ".+")
        let regex = try Regex(pattern)
        let keys = match.way == ".plural" ? Array(Self.plurals.keys) : Array(Self.texts.keys)
        #expect(keys.contains { $0.wholeMatch(of: regex) != nil }, "\(literal) in \(file.name)")
      }
    }
  }

  @Test func `Plural texts have both forms, and placeholders are closed`() {
    for (key, forms) in Self.plurals { #expect(Set(forms.keys) == ["one", "other"], "\(key)") }
    for (key, text) in Self.texts.map({ ($0, $1) })
      + Self.plurals.flatMap({ key, forms in forms.values.map { (key, $0) } })
    {
      #expect(!text.isEmpty, "\(key)")
      #expect(!text.replacing(#/%\{[a-z]+\}/#, with: "").contains("%{"), "\(key)")
    }
  }

  @Test func `Every error that people can meet has its three texts`() {
    let kinds = Self.texts.keys.compactMap { $0.wholeMatch(of: #/error_([a-z_]+)_title/#).map { String($0.1) } }
    #expect(kinds.count >= 11)
    for kind in kinds {
      for key in ["error_\(kind)_happened", "error_\(kind)_advice"] {
        #expect(Self.texts[key] != nil || Self.plurals[key] != nil, "\(key)")
      }
    }
  }
}

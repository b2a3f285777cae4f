import Foundation
import Testing

@testable import Moodle

/// The rows of two real sites, and the records expected from them.
@Suite struct SiteTests {
  static let sites = ["site-4.2", "site-5.0"]

  private func folder(_ site: String) -> URL { Tables.root.appending(path: site) }

  @Test(arguments: sites) func `A site gives exactly the expected records and notes`(site: String) async throws {
    let mapped = try await MappedSite(folder(site).appending(path: "tables"))
    let expected = try RecordSet(folder(site).appending(path: "records"))
    #expect(mapped.records.faults == [] && expected.faults == [])
    #expect(expected.records.count > 15)
    for kind in Set(mapped.records.records.keys).union(expected.records.keys).sorted() {
      let (found, wanted) = (mapped[kind], expected.records[kind] ?? [])
      #expect(
        found == wanted,
        "\(kind): \(found.filter { !wanted.contains($0) }) instead of \(wanted.filter { !found.contains($0) })")
    }
    let notes = try String(contentsOf: folder(site).appending(path: "notes.txt"), encoding: .utf8)
    #expect(mapped.notes == notes.split(separator: "\n").map(String.init))
    #expect(mapped.summary.name == "T" && mapped.summary.noteCount == mapped.notes.count)
    #expect(mapped.summary.tables.first { $0.table == "user" }?.rows == 10)
  }

  @Test(arguments: sites) func `The table list is that of the specification`(site: String) throws {
    let text = try String(contentsOf: Tables.root.appending(path: "tables.txt"), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count == MoodleTable.all.count)
    let known = Dictionary(uniqueKeysWithValues: MoodleTable.all.map { ($0.name, $0) })
    for line in lines {
      let (head, rest) = (line.prefix { $0 != ":" }, line.drop { $0 != ":" }.dropFirst())
      let table = try #require(known[String(head).replacing("?", with: "")], "\(head)")
      #expect(table.isOptional == head.hasSuffix("?"))
      let parts = rest.components(separatedBy: " WHERE ")
      let columns = table.columns.map { $0.name + ($0.isOptional ? "?" : "") }.joined(separator: ", ")
      #expect(columns == parts[0].trimmingCharacters(in: .whitespaces))
      #expect((table.condition == nil) == (parts.count == 1), "\(head)")
    }
  }

  @Test func `Both SCORM layouts give the same records`() async throws {
    var tables = try Tables.reading(folder("site-5.0").appending(path: "tables"))
    let new = try await MappedSite(tables)
    let elements = Dictionary(uniqueKeysWithValues: tables["scorm_element"].map { ($0["id"], $0["element"]) })
    let attempts = Dictionary(uniqueKeysWithValues: tables["scorm_attempt"].map { ($0["id"], $0) })
    tables["scorm_scoes_track"] = tables["scorm_scoes_value"].map { value in
      var row = value
      row.merge(attempts[value["attemptid"]] ?? [:]) { $1 }
      row["element"] = elements[value["elementid"]] ?? nil
      return row
    }
    let old = try await MappedSite(tables, without: ["scorm_attempt", "scorm_element", "scorm_scoes_value"])
    #expect(
      new.records.records == old.records.records && new["assessment_results"].contains { $0.contains("scorm1-1") })
  }

  @Test func `The worked example`() async throws {
    let site = try await MappedSite(folder("site-5.0").appending(path: "tables"))
    let alice = try #require(site.only("attempts", "id=moodle:c2  user=moodle:u3"))
    #expect(alice.contains("time_spent=1930  progress=6666  score=3089"))
    #expect(site.only("attempts", "id=moodle:c3  user=moodle:u3")?.contains("time_spent=600") == true)
    for (shortest, seconds) in [(120, 2_100), (60, 2_200)] {
      let dedication = try await MappedSite(folder("site-5.0").appending(path: "tables")) {
        $0.time = .dedication(gap: 3_600, shortest: shortest)
      }
      // block_dedication's own figure has 600 s more: those of an administrator logged in as her.
      #expect(dedication.only("attempts", "id=moodle:c2  user=moodle:u3")?.contains("time_spent=\(seconds)") == true)
      #expect(dedication.only("attempts", "id=moodle:c3  user=moodle:u3")?.contains("time_spent=0") == true)
    }
  }
}

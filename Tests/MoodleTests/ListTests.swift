import Foundation
import Testing

@testable import Moodle

/// Long lists and deep trees of a site.
@Suite struct ListTests {
  @Test func `A list ends with the last whole element that fits`() {
    let ids = (1...20_000).map { "moodle:u\($0)" }
    let (text, isWhole) = PlainText.list(ids, by: "|")
    let kept = text.split(separator: "|").map(String.init)
    #expect(!isWhole && kept == Array(ids.prefix(kept.count)))
    #expect(text.utf8.count <= 65_536 && text.utf8.count + 1 + ids[kept.count].utf8.count > 65_536)
    #expect(PlainText.list(["a", "b"], by: "[,]").text == "a[,]b" && PlainText.list([], by: "|").text.isEmpty)
  }

  @Test func `Staff and correct responses over 64 KiB are cut or left out with a note`() async throws {
    var tables = try Tables.reading(Tables.root.appending(path: "site-5.0/tables"))
    let context = try #require(
      tables["context"].first { $0["contextlevel"] == "50" && $0["instanceid"] == "2" }?["id"])
    let role = try #require(tables["role"].first { $0["archetype"] == "editingteacher" }?["id"])
    let person = try #require(tables["user"].first { $0["id"] == "3" })
    for id in 100_001...106_000 {
      tables["user"].append(person.merging(["id": "\(id)", "email": "u\(id)@example.com"]) { $1 })
      tables["role_assignments"].append([
        "id": "\(id)", "roleid": role, "contextid": context, "userid": "\(id)", "timemodified": "1800000000",
      ])
    }
    let options = try #require(tables["qtype_multichoice_options"].firstIndex { $0["single"] == "0" })
    let question = try #require(tables["qtype_multichoice_options"][options]["questionid"])
    for id in 1_000_000_000_000_000...1_000_000_000_004_000 {
      tables["question_answers"].append([
        "id": "\(id)", "question": question, "answer": "x", "fraction": "0.1",
      ])
    }
    let site = try await MappedSite(tables)
    #expect(site.records.faults == [])
    #expect(site.notes.contains("course 2: its co-authors are longer than 64 KiB: cut"))
    #expect(site.notes.contains("course 2: its instructors are longer than 64 KiB: cut"))
    #expect(site.notes.contains("question \(question): its correct response is longer than 64 KiB: left out"))
  }

  @Test func `Categories that are too deep or in a circle are moved up`() {
    let chain = (1...40).map { (id: $0, parent: $0 - 1) }
    let others = [(id: 51, parent: 52), (id: 52, parent: 53), (id: 53, parent: 52), (id: 61, parent: 999)]
    let tree = CategoryTree(chain + others, level: 1)
    for category in 2...30 {
      #expect(tree.parent(of: category).parent == category - 1 && !tree.parent(of: category).isMoved)
    }
    for category in 31...40 {
      #expect(tree.parent(of: category).parent == 29 && tree.parent(of: category).isMoved)
    }
    for category in [1, 51, 52, 53, 61] {
      #expect(tree.parent(of: category).parent == nil && !tree.parent(of: category).isMoved)
    }
    #expect(CategoryTree(chain.reversed(), level: 2).parent(of: 30).parent == 28)
  }
}

import DatabaseAccess
import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Custom fields: listed, created, renamed, deleted by users who see everyone.
@Suite struct CustomFieldTests {
  @Test(arguments: PageTests.everybody)
  func `The page opens to whom all values belong, and leads there from its column`(
    viewer: String
  ) async throws {
    let site = try await TestSite()
    let (browser, program) = (try await site.browser(of: viewer), try await site.program(of: viewer))
    let opens = ["owner", "platform"].contains(viewer)
    for path in ["", "/office", "/office/delete"] {
      #expect(try await browser.get("/custom-fields\(path)").status == (opens ? 200 : 403), "\(path)")
    }
    for path in ["/no-such", "/no-such/delete"] {
      #expect(try await browser.get("/custom-fields\(path)").status == (opens ? 404 : 403), "\(path)")
    }
    let members = try await browser.get("/members")
    if members.status == 200 { #expect(members.text.contains("href=\"/custom-fields\"") == opens) }
    let before = try await site.store.dump()
    for path in ["", "/office", "/office/delete"] {
      let field = path.hasSuffix("delete") ? ["values": "9"] : ["title": "X"]
      let answer = try await browser.submit("/custom-fields\(path)", field.merging(["csrf": "forged"]) { $1 })
      #expect(answer.status == 403)
      #expect(try await program.submit("/custom-fields\(path)", field.merging(["csrf": ""]) { $1 }).status == 403)
      if !opens { #expect(try await browser.send("/custom-fields\(path)", [("title", "X")]).status == 403) }
    }
    for table in ["custom_fields", "custom_values", "users"] {
      #expect(try await site.store.dump()[table] == before[table])
    }
  }

  @Test func `A field is made, filled in on a member's form, renamed, and is a column of files`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    #expect(try await owner.send("/custom-fields", [("title", " Coût du siège "), ("type", "date")]).status == 303)
    #expect(try await owner.send("/custom-fields", [("title", "Cost, du siege")]).status == 303)
    let made = try await site.store.rows("custom_fields").suffix(2)
    #expect(made.map { $0["id"]?.text } == ["cout-du-siege", "cost-du-siege"])
    #expect(made.map { $0["type"]?.text } == ["date", "text"])
    #expect(try await owner.change("inside", [("custom.cout-du-siege", "soon")]).status == 422)
    #expect(try await owner.change("inside", [("custom.cout-du-siege", "2026-12-24")]).status == 303)
    #expect(try await owner.send("/custom-fields/cout-du-siege", [("title", "Siège")]).status == 303)
    let list = try await owner.get("/custom-fields").text
    #expect(list.contains("Siège") && list.contains("Cost, du siege"))
    let file = CommaSeparated.rows(of: try await owner.get("/users/download").text)
    let column = try #require(file.first?.firstIndex(of: "Siège"))
    #expect(file.first { $0[2] == "inside@x.org" }?[column] == "24/12/2026")
    try await Reference.agrees(with: site)
  }

  @Test func `A title that is empty, too long or another field's is refused, and what was typed stays`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let before = try await site.store.dump()["custom_fields"]
    for (title, said) in [
      (" ", "Required."), (String(repeating: "x", count: 201), "too long"), ("OFFICE", "has this title"),
    ] {
      let new = try await owner.send("/custom-fields", [("title", title), ("type", "date")])
      #expect(new.status == 422 && new.text.contains(said) && new.text.contains("value=\"date\" checked"))
      let other = try await owner.send("/custom-fields/hired", [("title", title)])
      #expect(other.status == 422 && other.text.contains(said))
      if title != " " { #expect(new.text.contains("value=\"\(title)\"") && other.text.contains("value=\"\(title)\"")) }
    }
    #expect(try await owner.send("/custom-fields/office", [("title", "OFFICE")]).status == 303)
    #expect(try await owner.send("/custom-fields/office", [("title", "Office")]).status == 303)
    #expect(try await site.store.dump()["custom_fields"] == before)
  }

  @Test func `Before it is deleted a question says how many values go, and they alone go`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    try await site.store.load([
      "users": "id,email,first_name,last_name,created_at,deleted_at,custom:office,custom:hired\n"
        + "inside,inside@x.org,Inside,Person,2025-06-01T00:00:00Z,,Rome,2020-01-01\n"
        + "gone,gone@x.org,Gone,Person,2025-06-01T00:00:00Z,2026-01-01T00:00:00Z,Rome,\n"
    ])
    let report = try #require(
      try await owner.submit("/reports", ["csrf": try await owner.csrf(), "field": "office"]).location)
    let question = try await owner.get("/custom-fields/office/delete").text
    #expect(question.contains("3 users have a value in it") && question.contains("Delete field and 3 values"))
    // Another user enters a value before the confirmation.
    let early = try await owner.send("/custom-fields/office/delete", [("values", "2")])
    #expect(early.status == 409 && early.text.contains("more users have a value now"))
    #expect(try await owner.send("/custom-fields/office/delete", [("values", "3")]).status == 303)
    #expect(try await owner.get("/custom-fields/office").status == 404)
    #expect(try await site.store.rows("custom_fields").map { $0["id"]?.text } == ["hired"])
    #expect(try await site.store.row("users", ["id": "inside"])?["custom"] == .text("{\"hired\":\"2020-01-01\"}"))
    #expect(try await site.store.row("users", ["id": "gone"])?["custom"] == .null)
    #expect(try await site.store.rows("custom_values").count == 1)
    #expect(!(try await owner.get("/users/download").text.contains("Rome")))
    #expect(try await owner.get(report).status == 200)
    #expect(try await owner.get("/reports/general-stats/download?field=office").status == 200)
    #expect(try await site.store.differences() == [])
    try await Reference.agrees(with: site)
    let log = try await site.store.rows("audit_log").filter { $0["action"] == .text("custom-field.delete") }
    #expect(log.map { $0["row_count"] } == [.integer(3)] && log.first?["filters"] == .text("id=office&title=Office"))
  }

  @Test func `The values of thousands go in one go`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    let people = (0..<2_500).map { "p\($0),p\($0)@x.org,P,P,2025-06-01T00:00:00Z,Rome \($0),2020-01-01\n" }
    try await site.store.load([
      "users": "id,email,first_name,last_name,created_at,custom:office,custom:hired\n" + people.joined()
    ])
    #expect(try await owner.get("/custom-fields/office/delete").text.contains("Delete field and 2,501 values"))
    #expect(try await owner.send("/custom-fields/office/delete", [("values", "2501")]).status == 303)
    let left = Set(try await site.store.rows("users").compactMap { $0["custom"]?.text })
    #expect(left == ["{\"hired\":\"2020-01-01\"}"])
  }
}

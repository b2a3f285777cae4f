import DatabaseAccess
import Foundation
import Testing
import TestSupport

/// Finding users and groups, and changing parts of them, through SCIM.
@Suite struct DirectoryQueryTests {
  @Test(arguments: [
    ("userName eq \"INSIDE@x.org\"", 1), ("USERNAME Eq \"inside@x.org\"", 1), ("userName ne \"inside@x.org\"", 11),
    ("name.givenName sw \"in\"", 1), ("name.givenName co \"SIDE\"", 2), ("emails.value ew \"side@x.org\"", 2),
    ("emails[type eq \"work\" and value co \"side\"]", 2), ("title pr", 1), ("not (title pr)", 11),
    ("title eq null", 11), ("active eq true", 12), ("active eq false", 0), ("id eq \"inside\" or id eq \"coach\"", 2),
    ("id eq \"INSIDE\"", 0), ("id gt \"o\" and id lt \"p\"", 2), ("meta.created ge \"2025-06-01T00:00:00Z\"", 12),
    ("meta.created gt \"2025-06-01T02:00:00+02:00\"", 0), ("manager eq \"manager\"", 1),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"manager\"", 1),
    ("groups.value eq \"sales\"", 2), ("groups[value eq \"sales\"] and not (id eq \"=1+1\")", 1),
    ("externalId pr", 0), ("name.familyName eq \"%\"", 0), ("name.familyName co \"_\"", 0),
    ("userName eq \"a' OR 1=1 --\"", 0), ("displayName eq \"inside person\"", 1),
    ("id eq \"inside\" or id eq \"coach\" and active eq false", 1),
    ("(id eq \"inside\" or id eq \"coach\") and active eq false", 0), ("userName ew \"\"", 12),
    ("emails[type eq \"work\"].value eq \"Inside@x.org\"", 1),
    ("emails[type eq \"home\"].value eq \"inside@x.org\"", 0),
    ("emails[type eq \"work\" and primary eq true].value eq \"inside@x.org\"", 1),
    ("emails[primary eq \"True\"].value co \"side\"", 2), ("EMAILS[Type Eq \"WORK\"].Value Sw \"in\"  \t", 1),
    ("emails[type eq \"work\"].value pr and not (emails[type eq \"work\"].value eq \"inside@x.org\")", 11),
    ("emails[not (type eq \"work\")].value eq \"inside@x.org\"", 0), ("emails eq \"inside@x.org\"", 1),
    ("groups[value eq \"sales\"].display co \"Sales\"", 2), ("groups.display eq \"ops\"", 1),
    ("active eq \"True\"", 12), ("active eq 1", 12), ("active eq \"0\"", 0), ("active eq False", 0),
    ("phoneNumbers[type eq \"mobile\"].value eq \"1\"", 0), ("nickName pr", 0), ("nickName eq null", 12),
    ("not (department eq \"R\")", 12), ("employeeNumber ne \"5\"", 12), ("employeeNumber eq 5", 0),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"5\"", 0),
    ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"inside@x.org\"", 1),
    ("name.formatted eq \"inside person\"", 1), ("name.middleName pr", 0),
    ("meta.lastModified gt \"2020-01-01T00:00:00Z\"", 12),
    ("userName eq \"inside@x.org\u{301}\"", 0), ("displayName sw \"\u{301}\"", 0),
  ]) func `A filter finds`(filter: String, count: Int) async throws {
    let directory = try await Directory()
    #expect(try await directory.total(filter) == count)
  }

  @Test(arguments: [
    "userName", "userName eq", "userName eq coach", "userName xx \"a\"", "userName eq \"a\" and", "(userName pr",
    "userName pr)", "height eq 1", "active gt true", "active eq \"maybe\"", "title eq 5", "meta.created gt \"soon\"",
    "emails[value eq \"a\"", "emails[emails[type pr]]", "not userName pr", "\"", "[]", "and", "name..givenName pr",
    "userName eq {\"a\":1}", "emails[type eq \"work\"].value", "emails[type eq \"work\"].",
    "emails[type eq \"work\"] eq \"a\"",
    "emails[type eq \"work\"] .value eq \"a\"", "userName eq \"\\u0000\"", "urn:example:badge:1.0:User:number eq \"5\"",
    "emails[type eq \"work\"].x.y pr", "userName eq 'a'", "us\u{E9}rName pr",
    String(repeating: "(", count: 30) + "id pr",
  ]) func `A filter that makes no sense is told`(filter: String) async throws {
    let directory = try await Directory()
    let answer = try await directory.ask("GET", "/Users?filter=\(Browser.encoded(filter))")
    answer.expectFault(400, "invalidFilter", "\(filter)")
  }

  @Test func `A list comes page by page, sorted, and with what is wanted of it`() async throws {
    let directory = try await Directory()
    let all = try await directory.list("/Users")
    #expect(all.count == 12 && !all.contains("gone"))
    let second = try await directory.ask("GET", "/Users?startIndex=3&count=2")
    #expect(second.member("totalResults") == "12" && second.member("itemsPerPage") == "2")
    #expect(try await directory.list("/Users?startIndex=3&count=2") == Array(all[2..<4]))
    #expect(try await directory.list("/Users?startIndex=-1&count=-1").isEmpty)
    #expect(try await directory.list("/Users?startIndex=0&count=2&filter=%20") == Array(all[..<2]))
    #expect(try await directory.list("/Users?startIndex=&count=0").isEmpty)
    let names = try await directory.list("/Users?sortBy=userName&sortOrder=descending", "userName")
    #expect(names == names.sorted(by: >) && names.count == 12)
    for sort in ["height", "groups", "manager", "members"] {
      try await directory.ask("GET", "/Users?sortBy=\(sort)").expectFault(400, "invalidPath")
    }
    try await directory.ask("GET", "/Users?count=many").expectFault(400, "invalidValue")
    let narrow = try await directory.ask("GET", "/Users/report?attributes=name.familyName,urn:x").text
    #expect(narrow.contains("invalidPath"))
    let some = try await directory.ask("GET", "/Users/report?attributes=name.familyName,manager").text
    #expect(
      some.contains("\"name\":{\"familyName\":\"Person\"}") && some.contains("\"manager\":{\"value\":\"manager\""))
    #expect(some.contains("\"id\":\"report\"") && !some.contains("userName") && !some.contains("meta"))
    let less = try await directory.ask("GET", "/Users/report?excludedAttributes=name.familyName,emails").text
    #expect(less.contains("\"name\":{\"givenName\":\"Report\"}") && !less.contains("emails") && less.contains("meta"))
    let body = #"{"filter":"userName sw \"in\"","attributes":["userName"],"count":1}"#
    let found = try await directory.ask("POST", "/Users/.search", body)
    #expect(found.status == 200 && found.text.contains("inside@x.org") && !found.text.contains("displayName"))
  }

  @Test func `A PATCH is taken as standards and directories write it`() async throws {
    let directory = try await Directory()
    let answer = try await directory.patch(
      "/Users/inside", #"{"op":"Add","path":"title","value":"Chef"}"#,
      #"{"op":"replace","path":"emails[type eq \"work\"].value","value":"i@x.org"}"#,
      #"{"op":"Replace","path":"NAME.givenname","value":"In"}"#,
      #"{"op":"replace","value":{"name.familyName":"Side","externalId":"9","displayName":"ignored"}}"#,
      #"{"op":"add","path":"phoneNumbers[type eq \"work\"].value","value":"1"}"#,
      #"{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"coach"}"#,
      #"{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"D"}}"#)
    answer.expectFault(200, nil)
    for part in [
      "\"title\":\"Chef\"", "\"value\":\"i@x.org\"", "\"displayName\":\"In Side\"", "\"externalId\":\"9\"",
      "\"manager\":{\"value\":\"coach\"",
    ] { #expect(answer.text.contains(part), "\(part)") }
    let removed = try await directory.patch(
      "/Users/inside", #"{"op":"remove","path":"title"}"#,
      #"{"op":"Remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}"#)
    #expect(removed.status == 200 && removed.member("title") == nil && !removed.text.contains("manager"))
    #expect(removed.text.contains("\"value\":\"i@x.org\""))
  }

  @Test(arguments: [
    #"emails[primary eq true].value"#, #"emails[type eq \"work\" and primary eq true].value"#,
    #"emails[type eq \"work\"].value"#,
    #"emails[value eq \"Inside@x.org\"].value"#, "emails.value", #"EMAILS[Primary eq \"True\"]"#, "emails",
  ]) func `An address is replaced by the paths that directories write`(path: String) async throws {
    let directory = try await Directory()
    let answer = try await directory.patch(
      "/Users/inside", "{\"op\":\"Replace\",\"path\":\"\(path)\",\"value\":\"I@x.org\"}")
    #expect(answer.status == 200 && answer.text.contains("\"value\":\"i@x.org\""), "\(answer.text)")
    #expect(try await directory.site.store.row("users", ["id": "inside"])?["email"] == .text("i@x.org"))
  }

  @Test(arguments: [
    (#"{"op":"replace","path":"id","value":"x"}"#, "mutability"),
    (#"{"op":"add","path":"groups","value":[{"value":"ops"}]}"#, "mutability"),
    (#"{"op":"replace","path":"emails[type eq","value":"x"}"#, "invalidPath"),
    (#"{"op":"replace","path":"title[type eq \"a\"]","value":"x"}"#, "invalidPath"),
    (#"{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}"#, "noTarget"),
    (#"{"op":"remove"}"#, "noTarget"), (#"{"op":"move","path":"title"}"#, "invalidSyntax"),
    (#"{"op":"replace","path":"active","value":"perhaps"}"#, "invalidValue"),
    (#"{"op":"replace","path":"id","value":"Insid"}"#, "mutability"),
    (#"{"op":"replace","value":{"id":"x","title":"T"}}"#, "mutability"),
    (#"{"op":"replace","path":"active","value":2}"#, "invalidValue"),
    (#"{"op":"replace","path":"userName","value":["a","b"]}"#, "invalidValue"),
    (#"{"op":"remove","path":"userName"}"#, "invalidValue"),
    (#"{"op":"replace","value":"x"}"#, "invalidValue"), ("5", "invalidSyntax"),
  ]) func `A PATCH that cannot be is told, and changes nothing`(operation: String, type: String) async throws {
    let directory = try await Directory()
    let before = try await directory.ask("GET", "/Users/inside").text
    let answer = try await directory.patch(
      "/Users/inside", #"{"op":"add","path":"title","value":"Changed"}"#, operation)
    answer.expectFault(400, type, "\(operation)")
    #expect(try await directory.ask("GET", "/Users/inside").text == before)
  }

  @Test func `A filter of many comparisons is refused before the store is asked`() async throws {
    let directory = try await Directory()
    let filter = Array(repeating: "id pr", count: 100).joined(separator: " or ")
    try await directory.ask("GET", "/Users?filter=\(Browser.encoded(filter))").expectFault(400, "tooMany")
  }
}

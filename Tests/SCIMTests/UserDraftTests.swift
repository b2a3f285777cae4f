import Support
import Testing

@testable import SCIM

/// What a directory's request says about a user.
@Suite struct UserDraftTests {
  private static let stored = SCIMUser(
    id: "u1", email: "ada@x.org", ownUserName: nil, firstName: "Ada", lastName: "Lovelace", title: "Dr",
    language: "en", timeZone: nil, createdAt: 0, deletedAt: nil, externalID: "7", saysActive: true, modifiedAt: nil)

  private func draft(_ body: JSONValue, over user: SCIMUser? = nil, named: Set<String>? = nil) throws -> SCIMUserDraft {
    try SCIMUserDraft(SCIMBody(value: body, named: named), over: user)
  }

  @Test(
    arguments: [
      (["userName": "a@x.org"], "a@x.org"),
      (["userName": "a", "emails": [["value": "x"], ["value": "b@x.org"]]], "b@x.org"),
      (["userName": "a", "emails": [["value": "b@x.org"], ["value": "C@x.org", "type": "Work"]]], "c@x.org"),
      (
        [
          "userName": "a", "emails": [["value": "b@x.org", "type": "work"], ["value": "p@x.org", "primary": "True"]],
        ],
        "p@x.org"
      ),
    ] as [(JSONValue, String)]) func `The address is the primary one, that of work, the first, or the name`(
      body: JSONValue, email: String
    ) throws
  { #expect(try draft(body).email == email) }

  @Test(
    arguments: [
      (["givenName": "Ada", "familyName": "King"], nil, "Ada", "King"), ([:], "Ada Byron King", "Ada Byron", "King"),
      (["givenName": "Ada"], "Countess Lovelace", "Ada", "Lovelace"), ([:], "Ada", "Ada", "Ada"),
      ([:], nil, "al", "al"),
      ([:], "  ", "al", "al"), (["formatted": "Ada King"], nil, "Ada", "King"),
    ] as [(JSONValue, String?, String, String)]) func `A missing name is derived`(
      name: JSONValue, shown: String?, first: String, last: String
    ) throws
  {
    let new = try draft(["userName": "al@x.org", "name": name, "displayName": .string(shown)])
    #expect(new.firstName == first && new.lastName == last)
  }

  @Test func `Parts that a request omits stay as they are stored`() throws {
    let changed = try draft(["userName": "ada@x.org", "name": ["familyName": "King"]], over: Self.stored)
    #expect(changed.firstName == "Ada" && changed.lastName == "King")
    #expect(changed.title == nil && changed.externalID == nil && changed.manager == .leftOut)
  }

  @Test func `Optional values that are not understood are ignored`() throws {
    let changed = try draft(
      ["userName": "ada@x.org", "preferredLanguage": "!", "timezone": "Mars", "title": ["a", "b"]],
      over: Self.stored)
    #expect(changed.language == "en" && changed.timeZone == nil && changed.title == "Dr")
    #expect(try draft(["userName": "a@x.org", "preferredLanguage": "de_AT, en;q=0.5"]).language == "de-AT")
  }

  @Test(
    arguments: [
      (true, true), ("False", false), ("0", false), (1, true), ([["value": "yes"]], true), ("", nil), (.null, nil),
    ] as [(JSONValue, Bool?)]) func `active is read as directories write it`(value: JSONValue, isActive: Bool?) throws
  {
    #expect(try draft(["userName": "a@x.org", "active": value]).isActive == isActive)
  }

  @Test func `An active that is neither is refused, and so is a user without name or address`() {
    for body: JSONValue in [
      ["userName": "a@x.org", "active": "perhaps"], ["emails": [["value": "a@x.org"]]], ["userName": "ada"],
    ] { #expect { try draft(body) } throws: { ($0 as? SCIMFault)?.kind == .invalidValue } }
  }

  @Test func `A deactivation counts whatever else is wrong`() throws {
    var body = SCIMBody(value: ["active": false], named: ["active", "title"])
    body.fault = SCIMFault(.invalidPath, "")
    let leaver = try SCIMUserDraft(body, over: Self.stored)
    #expect(leaver.isActive == false && leaver.userName == "ada@x.org" && leaver.email == "ada@x.org")
    body.value = ["active": true, "userName": "ada@x.org"]
    #expect(throws: SCIMFault.self) { try SCIMUserDraft(body, over: Self.stored) }
  }

  @Test(
    arguments: [
      (["manager": ["value": "m"]], .named("m")), (["manager": "m"], .named("m")), (["manager": 7], .named("7")),
      (["manager": ["$ref": "https://x/Users/a%20b"]], .named("a b")), (["manager": .null], .removed),
      (["manager": ["value": ""]], .removed), (["manager": ["displayName": "M"]], .unsaid), ([:], .leftOut),
      (["manager": ["value": "a\u{7}"]], .unsaid),
    ] as [(JSONValue, SCIMManager)]) func `A manager is named, removed, left out or not understood`(
      extra: JSONValue, manager: SCIMManager
    ) throws
  {
    #expect(SCIMManager(SCIMBody(value: .object([(SCIMURN.enterpriseUser, extra)]))) == manager)
  }
}

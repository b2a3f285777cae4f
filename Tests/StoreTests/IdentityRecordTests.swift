import DatabaseAccess
import Records
import Store
import Testing
import TestSupport

/// Identities: the names by which other systems know users, as records.
@Suite struct IdentityRecordTests {
  private let then = SmallPlatform.then

  private func names(_ store: TestStore) async throws -> [String] {
    try await store.database.read { session in
      try session.all(
        "SELECT u.id, i.kind, i.value FROM identities AS i JOIN users AS u ON u.key = i.user_key ORDER BY i.kind, i.value"
      ) { "\($0.text(at: 0)) \($0.text(at: 1)) \($0.text(at: 2))" }
    }
  }

  @Test func `An identity names one user, and another user in a later record moves it there`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    let rows = "user,kind,value\nb,mbox,A@X.org\nb,oidc,https://login.x.org 1\na,oidc,https://login.x.org 2\n"
    let receipt = try await store.load(["identities": rows])["identities"]
    #expect(receipt.map { [$0.added, $0.changed, $0.same] } == [2, 1, 0])
    #expect(
      try await names(store) == [
        "b mbox a@x.org", "b oidc https://login.x.org 1", "a oidc https://login.x.org 2", "a scim e-1",
      ])
    let again = try await store.load(["identities": rows])["identities"]
    #expect(again.map { [$0.added, $0.changed, $0.same] } == [0, 0, 3])
  }

  @Test func `Values that differ in case or in accents written apart are two, and in their form alone are one`()
    async throws
  {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["identities": "user,kind,value\na,scim,E-1\nb,scim,\u{E9}\na,scim,e\u{301}\n"])
    #expect(try await names(store).filter { $0.contains("scim") }.count == 4)
    let faults = await #expect(throws: ValidationErrors.self) {
      try await store.load(["identities": "user,kind,value\na,mbox,New@x.org\nb,mbox,new@X.org\nb,mbox,B@x.org\n"])
    }
    #expect(faults?.first.map(\.line) == [3])
  }

  @Test func `Somebody who is deleted keeps their identities`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["users": SmallPlatform.users("a,a@x.org,Ann,A,\(then),\(then)")])
    #expect(try await names(store) == ["a mbox a@x.org", "a scim e-1"])
  }
}

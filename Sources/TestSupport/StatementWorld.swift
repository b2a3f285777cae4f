package import Support

/// What a platform knows before xAPI statements arrive: `given.json` of a set of statements (Tests/LRSTests/Fixtures).
package struct StatementWorld: Sendable {
  private let given: JSONValue

  package init(_ given: JSONValue) { self.given = given }

  private func member(_ value: JSONValue, _ key: String) -> JSONValue {
    value.members?.first { $0.0 == key }?.1 ?? .null
  }

  private var users: [JSONValue] { member(given, "users").items ?? [] }
  /// Kind, value and user.
  private var identities: [(kind: String, value: String, user: String)] {
    (member(given, "identities").members ?? []).map { key, user in
      let parts = key.split(separator: " ", maxSplits: 1).map(String.init)
      return (parts[0], parts[1], user.string ?? "")
    }
  }

  /// The records of the platform, as CSV.
  package var texts: [String: String] {
    let start = "2020-01-01T00:00:00Z"
    let known = users.compactMap { member($0, "id").string }
    let named = Set(identities.map(\.user)).subtracting(known).sorted()
    let people =
      ["owner,owner@tallybook.example,O,O,\(start),"]
      + users.map { user in
        let end = member(user, "deleted_at").string ?? ""
        return "\(member(user, "id").string ?? ""),\(member(user, "email").string ?? ""),A,B,\(start),\(end)"
      } + named.map { "\($0),\($0.replacing(":", with: "-"))@tallybook.example,A,B,\(start)," }
    let courses = (member(given, "courses").items ?? []).map { course in
      "\(member(course, "id").string ?? ""),Known,owner,\(start),\(member(course, "url").string ?? "")"
    }
    let activities = (member(given, "activities").members ?? []).map { iri, value in
      let isRequired = member(value, "required").bool ?? true
      return "\"\(iri)\",\(value.string ?? member(value, "course").string ?? ""),\(isRequired)"
    }
    return [
      "users": (["id,email,first_name,last_name,created_at,deleted_at"] + people).joined(separator: "\n"),
      "groups": "id,name\nacme,Acme", "memberships": "user,group,role\nowner,acme,owner",
      "identities": (["user,kind,value"] + identities.map { "\($0.user),\($0.kind),\($0.value)" })
        .joined(separator: "\n"),
      "courses": (["id,name,author,created_at,url"] + courses).joined(separator: "\n"),
      "activities": (["id,course,required"] + activities).joined(separator: "\n"),
    ]
  }
}

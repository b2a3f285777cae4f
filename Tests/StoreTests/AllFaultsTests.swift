import Records
import Store
import TestSupport
import Testing

/// All errors of a folder are reported in one run, in the order of files and lines; a record with an invalid row is not
/// reported as unknown.
@Suite struct AllFaultsTests {
  private static let then = SmallPlatform.then

  /// The places and values of the errors.
  private func places(_ texts: [String: String], _ more: [String: String] = [:]) async throws -> [String] {
    let store = try await TestStore(SmallPlatform.texts)
    let before = try await store.dump()
    let refusal = try await store.refusal(of: texts.merging(more) { $1 })
    #expect(try await store.dump() == before)
    return refusal.map { text in
      let place = text.firstRange(of: "\" ").map { String(text[..<$0.lowerBound]) } ?? text
      let words = place.replacing(" column ", with: " ").replacing("\"", with: "")
      return words.hasSuffix(": ") ? String(words.dropLast()) : words
    }
  }

  @Test func `Bad cells, keys and addresses that are there twice, and references are told together`() async throws {
    let then = Self.then
    let found = try await places([
      "users": """
      id,email,first_name,last_name,created_at,language,deleted_at
      n1,n1@x.org,N,N,never,e,
      n2,a@x.org,N,N,\(then),,
      n1,n3@x.org,N,N,\(then),,
      n4,n3@x.org,N,,\(then),,
      n5,n3@x.org,N,N,\(then),,later
      n6,n6@x.org,N,N,\(then),,
      n6,n7@x.org,N,N,\(then),,
      n6,n6@x.org,N,N,\(then),,

      """,
      "managers": "user,manager\nn1,a\nn4,nobody\na,n2\nn6,b\n",
      "groups": "id,name,parent\ng1,G,nowhere\ng 2,G,root\ng3,G,g1\n",
      "memberships": "group,user,role\ng1,n6,learner\ng3,n9,lerner\ng3,n6,learner\ng3,n6,learner\ng3,n6,owner\n",
      "courses": "id,name,author,created_at\nk1,K,n1,\(then)\nk2,K,who,\(then)\n",
      "attempts": SmallPlatform.attempts(
        "y1,n6,k1,,\(then),\(then),0,0,", "y2,n6,k9,,\(then),\(then),0,200,", "y2,n6,c,,\(then),\(then),0,0,",
        "y3,n1,c,,\(then),\(then),0,0,", "y3,who,c,,\(then),\(then),0,0,", "y4,a,k2,,never,\(then),-5,0,"),
      "answers": """
      id,user,question,attempt,answered_at
      w1,n6,q,y2,\(then)
      w2,n6,q,y9,\(then)
      w3,a,q,y4,\(then)
      w3,a,q9,x1,\(then)

      """,
    ])
    #expect(
      found == [
        "users.csv, line 2, created_at: never", "users.csv, line 2, language: e", "users.csv, line 3, email: a@x.org",
        "users.csv, line 4, id: n1", "users.csv, line 5, last_name:", "users.csv, line 5, email: n3@x.org",
        "users.csv, line 6, deleted_at: later", "users.csv, line 8, id: n6", "users.csv, line 9, id: n6",
        "managers.csv, line 3, manager: nobody", "groups.csv, line 2, parent: nowhere", "groups.csv, line 3, id: g 2",
        "memberships.csv, line 3, role: lerner", "memberships.csv, line 3, user: n9",
        "memberships.csv, line 5, group: g3", "memberships.csv, line 6, group: g3",
        "courses.csv, line 3, author: who", "attempts.csv, line 3, progress: 200", "attempts.csv, line 3, course: k9",
        "attempts.csv, line 4, id: y2", "attempts.csv, line 6, user: who", "attempts.csv, line 7, started_at: never",
        "attempts.csv, line 7, time_spent: -5", "answers.csv, line 3, attempt: y9", "answers.csv, line 5, question: q9",
        "answers.csv, line 5, id: w3",
      ])
  }

  @Test func `A place of which nothing can be read excuses references to its kind, and nothing else`() async throws {
    let more = [
      "managers": "user,manager\nn1,a\n", "courses": "id,name,author,created_at\nk,K,n2,\(Self.then)\n",
      "tags": "id,name\nt t,T\n", "assessments": "id,name,tags\nas2,A,t9\n",
      "attempts": SmallPlatform.attempts(
        "y1,a,k,,\(Self.then),\(Self.then),0,0,", "y2,a,k9,,\(Self.then),\(Self.then),0,0,"),
    ]
    let others = [
      "tags.csv, line 2, id: t t", "assessments.csv, line 2, tags: t9", "attempts.csv, line 3, course: k9",
    ]
    for (users, place) in [
      ("id,email\nn1,n1@x.org\n", "users.csv, line 1, first_name:"),
      ("id;email;first_name;last_name;created_at\n", "users.csv, line 1: this file is separated by semicolons"),
      ("\(SmallPlatform.users)\n\"n1\"x,n1@x.org,N,N,\(Self.then)\n", "users.csv, line 2: the row has text after"),
    ] {
      let found = try await places(["users": users], more)
      #expect(found.first?.hasPrefix(place) == true, "\(found)")
      #expect(found.filter { !$0.hasPrefix("users") } == others)
    }
    let found = try await places(["users.ndjson": "{\"id\":\"n1\"\n"], more)
    #expect(found.first?.hasPrefix("users, line 1: the line is not valid JSON") == true)
    #expect(found.dropFirst() == others[...])
  }

  @Test func `A row that is too short, and one with a reserved id, are known by their id`() async throws {
    let found = try await places(
      ["users": "\(SmallPlatform.users)\nn1,n1@x.org\nnew,new@x.org,N,N,\(Self.then)\n"],
      ["managers": "user,manager\nn1,a\nnew,a\nn2,a\n"])
    #expect(
      found.map { $0.prefix(24) } == [
        "users.csv, line 2: the r", "users.csv, line 3, id: n", "managers.csv, line 4, us",
      ])
  }

  @Test func `Whether the platform has an owner, and one root, is not judged by half of the rows`() async throws {
    let passed = "group,user,role,until\nroot,o,owner,yesterday\nroot,b,owner,\n"
    #expect(try await places(["memberships": passed]) == ["memberships.csv, line 2, until: yesterday"])
    let rooted = "id,name,parent,created_at\nroot,Platform,top,never\ntop,Top,,\n"
    #expect(try await places(["groups": rooted]) == ["groups.csv, line 2, created_at: never"])
  }
}

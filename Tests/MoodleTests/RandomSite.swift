import Foundation

/// Tables of a site from a seed: few users and courses, so that they meet often; broken references, NULLs and ties.
struct RandomSite {
  var tables = Tables()
  private var random: SeededGenerator
  /// Whether the site has question versions and the new SCORM tables.
  let isRecent: Bool

  static let now = 1_700_000_000

  init(seed: UInt64) {
    random = SeededGenerator(seed)
    isRecent = seed.isMultiple(of: 2)
    makeSite()
    makePeople()
    makePlaces()
    makeCourses()
    makeRoles()
    makeEnrolments()
    makeLog()
    makeGrades()
    makeQuizzes()
    makeSCORM()
    makeActivities()
    makePosts()
    makePlugins()
  }

  // Values.

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func pick<T>(_ items: [T]) -> T { items[pick(0...items.count - 1)] }

  /// An instant of few, so that there are ties; sometimes 0 or after the snapshot.
  mutating func time() -> String {
    let times = [Self.now + 600, Self.now - 100, Self.now - 86_400, Self.now - 5_000_000]
    return chance(10) ? "0" : chance(20) ? String(pick(times)) : String(Self.now - pick(0...3_000) * 300)
  }

  /// The id of a user, most often one that exists.
  mutating func user() -> String { String(chance(5) ? 99 : pick(1...12)) }
  mutating func course() -> String { String(chance(5) ? 99 : pick(1...5)) }
  mutating func name() -> String {
    pick(["<p>Fire &amp; water</p>", "Plain", " a  b ", "<b>x</b>&nbsp;y", "", "1 < 2"])
  }

  /// The id of a row of a table, most often one that exists.
  mutating func id(_ table: String) -> String {
    let ids = tables[table].compactMap { $0["id"] }
    return ids.isEmpty || chance(4) ? "999" : pick(ids)
  }

  /// Adds rows with ids from 1.
  mutating func add(_ table: String, _ count: Int, _ make: (inout RandomSite, Int) -> [String: String?]) {
    for number in 0..<count {
      var row = make(&self, number + 1)
      if row["id"] == nil { row["id"] = String(tables[table].count + 1) }
      tables[table].append(row.compactMapValues { $0 })
    }
  }

  /// Adds rows without ids, one per key.
  mutating func addPairs(
    _ table: String, _ count: Int, _ key: [String], _ make: (inout RandomSite) -> [String: String?]
  ) {
    for _ in 0..<count {
      let row = make(&self).compactMapValues { $0 }
      if !tables[table].contains(where: { old in key.allSatisfy { old[$0] == row[$0] } }) { tables[table].append(row) }
    }
  }

  // People and places.

  mutating func makeSite() {
    tables["config"] = [
      ["name": "siteadmins", "value": "99,2,3,4"], ["name": "siteguest", "value": "1"],
      ["name": "timezone", "value": "UTC"],
    ]
    tables["modules"] = (ReferenceSite.modules + ["page", "forum"]).enumerated().map {
      ["id": String($0.offset + 1), "name": $0.element, "visible": $0.element == "page" && isRecent ? "0" : "1"]
    }
  }

  mutating func makePeople() {
    add("user", 12) { site, number in
      // The first two administrators are current, so that there is an owner.
      let isDeleted = number > 3 && site.chance(15)
      let address = "p\(site.pick(1...8))@\(site.pick(["Example.com", "x.example.org", "localhost"]))"
      let time = site.pick([RandomSite.now - 1_000, RandomSite.now + 1_000])
      return [
        "auth": site.pick(["manual", "email", "nologin", "webservice", "ldap"]),
        "confirmed": number > 3 && site.chance(10) ? "0" : "1",
        "deleted": isDeleted ? "1" : "0", "suspended": number > 3 && site.chance(10) ? "1" : "0",
        "username": isDeleted && site.chance(80) ? "\(address).\(time)" : "u\(number)",
        "idnumber": site.chance(20) ? "HR \(number)" : "",
        "firstname": site.pick(["Ann", "", " Bo  B "]), "lastname": site.pick(["Li", "", "<Z>"]),
        "email": isDeleted ? "0123456789abcdef" : site.chance(10) ? "no address" : address,
        "lang": site.pick(["en", "fr_ca", "de_du", "x"]), "timezone": site.pick(["99", "Europe/Paris", "UTC"]),
        "firstaccess": site.time(), "lastaccess": site.pick(["0", "1600000000", "1650000000"]),
        "timecreated": site.time(),
        "timemodified": site.time(), "institution": site.chance(10) ? "A&amp;B" : "",
        "department": site.chance(20) ? " " : "",
      ]
    }
    add("user_info_field", 5) { site, number in
      [
        "shortname": site.pick(["site", "hired on", "department"]), "name": site.name(),
        "visible": site.pick(["0", "2", "2"]),
        "datatype": ["text", "datetime", "checkbox", "menu", "text"][number - 1],
      ]
    }
    addPairs("user_info_data", 30, ["userid", "fieldid"]) {
      [
        "userid": $0.user(), "fieldid": String($0.pick(1...6)),
        "data": $0.pick(["", "0", "1", "1600000000", "<b>x</b>", "abc"]),
      ]
    }
  }

  mutating func makePlaces() {
    add("course_categories", 40) { site, number in
      // A chain that is too deep, a circle, and a missing parent.
      let parent = number <= 34 ? number - 1 : [36, 35, 36, 999, 34, 33][number - 35]
      return ["name": site.name(), "parent": String(parent)]
    }
    add("course", 5) { site, number in
      [
        "category": number == 1 ? "0" : site.chance(10) ? "999" : String(site.pick(1...40)), "fullname": site.name(),
        "visible": site.pick(["0", "1"]), "startdate": site.time(), "enddate": site.time(), "timecreated": site.time(),
        "enablecompletion": site.chance(80) ? "1" : "0", "originalcourseid": site.chance(40) ? site.course() : nil,
      ]
    }
    var contexts: [[Int]] = [[10, 0]]
    contexts +=
      [1, 2, 34].map { [40, $0] } + [1, 2, 3, 4].map { [50, $0] } + (1...6).map { [30, $0] } + [
        [70, 1], [70, 2], [80, 1],
      ]
    add("context", contexts.count) { site, number in
      let (level, instance) = (contexts[number - 1][0], contexts[number - 1][1])
      let path = level == 50 ? "/1/\(site.pick(2...4))/\(number)" : "/1/\(number)"
      return ["contextlevel": String(level), "instanceid": String(instance), "path": number == 1 ? "/1" : path]
    }
    add("cohort", 3) { ["contextid": $0.id("context"), "name": $0.name(), "timecreated": $1 == 1 ? "0" : $0.time()] }
    addPairs("cohort_members", 15, ["cohortid", "userid"]) {
      ["cohortid": $0.id("cohort"), "userid": $0.user(), "timeadded": $0.time()]
    }
  }
}

/// A generator whose numbers follow from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

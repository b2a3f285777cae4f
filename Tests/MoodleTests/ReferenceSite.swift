import Foundation

/// A plain, slow mapping of Moodle's tables, written from moodle.md and without the code that it checks. It knows only
/// what `RandomSite` makes: no HTML but simple tags, one source, options at their defaults.
struct ReferenceSite {
  let tables: Tables
  let now: Int
  /// Kind → records; a field without a value is left out.
  private(set) var records: [String: [Row]] = [:]
  private(set) var people: [Row] = []
  private var personIDs: Set<Int> = []
  private(set) var tracks: [Track] = []
  private(set) var log: [Row] = []

  init(_ tables: Tables, now: Int) {
    self.tables = tables
    self.now = now
    findPeople()
    tracks = readTracks()
    log = readLog()
    mapPeople()
    mapGroups()
    mapCourses()
    mapEnrolments()
    mapMemberships()
    mapAttempts()
    mapResults()
    mapAnswers()
    mapPosts()
    mapCertificates()
    mapClassrooms()
  }

  mutating func add(_ kind: String, _ fields: [String: String?]) {
    records[kind, default: []].append(fields.compactMapValues { $0 == "" ? nil : $0 })
  }

  func one(_ table: String, _ id: Int?) -> Row? { id.flatMap { id in tables[table].first { $0.int("id") == id } } }
  func all(_ table: String, _ column: String, _ value: Int) -> [Row] {
    tables[table].filter { $0.int(column) == value }
  }

  /// Courses that are not the front page.
  func course(_ id: Int?) -> Row? { one("course", id).flatMap { $0.int("category") != 0 ? $0 : nil } }

  func config(_ name: String) -> String? { tables["config"].first { $0["name"] == name }?["value"] }

  // People.

  private mutating func findPeople() {
    people = tables["user"].filter {
      $0.int("id") != Int(config("siteguest") ?? "1") && ($0.int("confirmed") != 0 || $0.int("deleted") != 0)
    }
    personIDs = Set(people.compactMap { $0.int("id") })
  }

  func isPerson(_ id: Int?) -> Bool { id.map(personIDs.contains) ?? false }

  func formerAddress(_ user: Row) -> (String, Int)? {
    let name = user["username"] ?? ""
    guard let match = name.wholeMatch(of: #/(.*)\.(\d{9,10})/#.dotMatchesNewlines()) else { return nil }
    return (String(match.1), Int(match.2) ?? 0)
  }

  func created(_ user: Row) -> Int {
    [user.time("timecreated"), user.time("firstaccess")].compactMap { $0 }.filter { $0 > 0 }.min()
      ?? user.time("timemodified") ?? now
  }

  func deleted(_ id: Int) -> Int? { one("user", id).flatMap(deleted) }

  func deleted(_ user: Row) -> Int? {
    if user.int("deleted") != 0 {
      if let (_, time) = formerAddress(user), time <= now { return time }
    } else if user.int("suspended") == 0 {
      return nil
    }
    return min(now, user.time("timemodified") ?? created(user))
  }

  private func address(_ user: Row) -> String? {
    let text = user.int("deleted") != 0 ? formerAddress(user)?.0 : user["email"]
    guard let text = text?.trimmingCharacters(in: .whitespaces).lowercased() else { return nil }
    return text.wholeMatch(of: #/[a-z0-9]+(\.[a-z0-9]+)*@[a-z0-9]+(\.[a-z0-9]+)+/#) == nil ? nil : text
  }

  private func keepsAddress(_ user: Row) -> Bool {
    if deleted(user) != nil { return true }
    let rivals = people.filter { deleted($0) == nil && address($0) == address(user) }
    let best = rivals.max { ($0.int("lastaccess") ?? 0, -$0.int("id")!) < ($1.int("lastaccess") ?? 0, -$1.int("id")!) }
    return best?.int("id") == user.int("id")
  }

  mutating func mapPeople() {
    var names: [Int: String] = [:]
    var taken: Set = ["department", "institution", "idnumber"]
    for field in tables["user_info_field"].sorted(by: { $0.int("id")! < $1.int("id")! }) where field.int("visible") != 0
    {
      var name = field["shortname"]!.replacing(#/[^A-Za-z0-9_-]/#, with: "_")
      if taken.contains(name) { name += "-f\(field["id"]!)" }
      taken.insert(name)
      names[field.int("id")!] = name
      add(
        "custom_fields",
        [
          "id": "moodle:\(name)", "title": field.name("name"),
          "type": field["datatype"] == "datetime" ? "date" : "text",
        ])
    }
    for (column, title) in [("department", "Department"), ("institution", "Institution"), ("idnumber", "ID number")]
    where people.contains(where: { $0.plain(column) != nil }) {
      add("custom_fields", ["id": "moodle:\(column)", "title": title, "type": "text"])
    }
    for user in people {
      let id = user["id"]!
      let valid = keepsAddress(user) ? address(user) : nil
      let channels = ["email": "self_registration", "manual": "import", "nologin": "import", "webservice": "api"]
      var row: [String: String?] = [
        "id": "moodle:u\(id)", "email": valid ?? "u\(id)@moodle.invalid", "first_name": user.plain("firstname") ?? "-",
        "last_name": user.plain("lastname") ?? "-", "created_at": iso(created(user)),
        "deleted_at": deleted(user).map(iso),
        "channel": channels[user["auth"]!] ?? "sso",
        "language": ["en": "en", "fr_ca": "fr-CA", "de_du": "de-DU"][user["lang"]!],
        "time_zone": user["timezone"] == "99" ? nil : user["timezone"],
      ]
      for column in ["department", "institution", "idnumber"] { row["custom:moodle:\(column)"] = user.plain(column) }
      for datum in all("user_info_data", "userid", user.int("id")!) {
        guard let name = names[datum.int("fieldid")!], let field = one("user_info_field", datum.int("fieldid")) else {
          continue
        }
        row["custom:moodle:\(name)"] = value(datum, field["datatype"]!)
      }
      add("users", row)
    }
  }

  private func value(_ datum: Row, _ type: String) -> String? {
    guard let text = datum.plain("data") else { return nil }
    switch type {
    case "checkbox": return text == "0" ? "no" : "yes"
    case "datetime": return Int(text).flatMap { $0 == 0 ? nil : String(iso($0).prefix(10)) }
    default: return datum.html("data")
    }
  }

  // Groups and roles.

  mutating func mapGroups() {
    let front = tables["course"].first { $0.int("category") == 0 }
    add("groups", ["id": "moodle:site", "name": front?.name("fullname") ?? "-"])
    for category in tables["course_categories"] {
      let parent = parent(of: category.int("id")!)
      add(
        "groups",
        [
          "id": "moodle:cat\(category["id"]!)", "name": category.name("name"),
          "parent": parent.map { "moodle:cat\($0)" } ?? "moodle:site",
        ])
    }
    for cohort in tables["cohort"] {
      let context = one("context", cohort.int("contextid"))
      let category = context?.int("contextlevel") == 40 ? one("course_categories", context?.int("instanceid")) : nil
      add(
        "groups",
        [
          "id": "moodle:coh\(cohort["id"]!)", "name": cohort.name("name"),
          "created_at": cohort.time("timecreated").map(iso),
          "parent": category.map { "moodle:cat\($0["id"]!)" } ?? "moodle:site",
        ])
    }
  }

  /// Categories from the one below the site down to this one; nil: the chain of parents is a circle.
  private func path(to category: Int) -> [Int]? {
    var path: [Int] = []
    var next: Int? = category
    while let id = next, one("course_categories", id) != nil {
      if path.contains(id) { return nil }
      path.insert(id, at: 0)
      next = one("course_categories", id)?.int("parent")
    }
    return path
  }

  private func parent(of category: Int) -> Int? {
    guard let path = path(to: category), path.count > 1 else { return nil }
    // The first of the path is at level 2.
    return path.count + 1 > 31 ? path[28] : path[path.count - 2]
  }

  func archetype(_ assignment: Row) -> String? { one("role", assignment.int("roleid"))?["archetype"] }

  /// Assignments in the course's context and those above.
  func assignments(in course: Int) -> [Row] {
    guard let own = tables["context"].first(where: { $0.int("contextlevel") == 50 && $0.int("instanceid") == course })
    else { return [] }
    let above = Set(own["path"]!.split(separator: "/").map(String.init))
    return tables["role_assignments"].filter { assignment in
      above.contains(assignment["contextid"]!)
        && [10, 40, 50].contains(one("context", assignment.int("contextid"))?.int("contextlevel"))
    }
  }

  func isStaffOnly(_ user: Int, _ course: Int) -> Bool {
    let archetypes = assignments(in: course).filter { $0.int("userid") == user }.compactMap(archetype)
    return archetypes.contains { ["manager", "coursecreator", "teacher", "editingteacher"].contains($0) }
      && !archetypes.contains("student")
  }

  /// Users with these archetypes in the course's own context, in the order of assignment.
  private func teachers(_ course: Int, _ archetypes: [String]) -> [String] {
    let own = tables["role_assignments"].filter { assignment in
      let context = one("context", assignment.int("contextid"))
      return context?.int("contextlevel") == 50 && context?.int("instanceid") == course
        && archetypes.contains(archetype(assignment) ?? "") && isPerson(assignment.int("userid"))
    }
    let sorted = own.sorted {
      ($0.int("timemodified") ?? 0, $0.int("id")!) < ($1.int("timemodified") ?? 0, $1.int("id")!)
    }
    var result: [String] = []
    for assignment in sorted where !result.contains("moodle:u\(assignment["userid"]!)") {
      result.append("moodle:u\(assignment["userid"]!)")
    }
    return result
  }

  var administrators: [Int] {
    (config("siteadmins") ?? "").split(separator: ",").compactMap { Int($0) }.filter {
      isPerson($0) && deleted($0) == nil
    }
  }

  // Courses and enrolments.

  mutating func mapCourses() {
    for row in tables["course"] where row.int("category") != 0 {
      let (id, number) = ("moodle:c\(row["id"]!)", row.int("id")!)
      let created = row.time("timecreated") ?? row.time("startdate") ?? now
      let authors = teachers(number, ["editingteacher"])
      let original = course(row.int("originalcourseid")).flatMap { $0.int("id")! < number ? $0["id"] : nil }
      let (start, end) = (row.time("startdate"), row.time("enddate"))
      add(
        "courses",
        [
          "id": id, "name": row.name("fullname"), "author": authors.first ?? "moodle:u\(administrators[0])",
          "co_authors": authors.dropFirst().joined(separator: "|"), "created_at": iso(created),
          "group": one("course_categories", row.int("category")).map { "moodle:cat\($0["id"]!)" },
          "duplicate_of": original.map { "moodle:c\($0)" },
          "published_at": row.int("visible") == 0 ? nil : iso(created),
        ])
      add("programs", ["id": id, "name": row.name("fullname")])
      add(
        "program_sessions",
        [
          "id": id, "program": id, "name": row.name("fullname"), "created_at": iso(created),
          "starts_at": start.map(iso),
          "ends_at": end.flatMap { $0 < start ?? $0 ? nil : iso($0) },
          "instructors": teachers(number, ["teacher", "editingteacher"]).joined(separator: "|"),
        ])
      add("program_blocks", ["program": id, "position": "1", "kind": "course", "item": id, "mandatory": "true"])
    }
  }

  private struct EnrolmentKey: Hashable {
    let course: Int
    let user: Int
    let origin: String
    let cohort: Int?
  }

  mutating func mapEnrolments() {
    var parts: [EnrolmentKey: [(start: Int, end: Int?)]] = [:]
    for row in tables["user_enrolments"] {
      guard let method = one("enrol", row.int("enrolid")), let course = course(method.int("courseid"))?.int("id"),
        let user = row.int("userid"), isPerson(user), !isStaffOnly(user, course)
      else { continue }
      let cohort = method["enrol"] == "cohort" ? one("cohort", method.int("customint1"))?.int("id") : nil
      let isSelf = ["self", "guest", "fee", "paypal", "autoenrol"].contains(method["enrol"])
      let start = row.time("timecreated") ?? row.time("timestart") ?? row.time("timemodified") ?? now
      var ends: [Int] = []
      if row.int("status") == 1 { ends.append(row.time("timemodified") ?? start) }
      if let end = row.time("timeend"), end <= now { ends.append(end) }
      if method.int("status") == 1 { ends.append(method.time("timemodified") ?? start) }
      let key = EnrolmentKey(
        course: course, user: user, origin: cohort != nil ? "group" : isSelf ? "self" : "individual", cohort: cohort)
      parts[key, default: []].append((start, ends.min()))
    }
    for (key, parts) in parts {
      let start = parts.map(\.start).min()!
      let end = parts.contains { $0.end == nil } ? nil : min(now, max(start, parts.compactMap(\.end).max()!))
      add(
        "enrolments",
        [
          "kind": "program", "session": "moodle:c\(key.course)", "user": "moodle:u\(key.user)", "origin": key.origin,
          "group": key.cohort.map { "moodle:coh\($0)" }, "enrolled_at": iso(start), "unenrolled_at": end.map(iso),
        ])
    }
  }

  private struct Membership: Hashable {
    let group: String
    let user: Int
    let role: String
  }

  mutating func mapMemberships() {
    var parts: [Membership: [(since: Int?, until: Int?)]] = [:]
    func join(_ group: String, _ user: Int?, _ role: String, _ since: Int?, _ until: Int? = nil) {
      guard let user, isPerson(user) else { return }
      parts[Membership(group: group, user: user, role: role), default: []].append((since, until))
    }
    for user in people { join("site", user.int("id"), "learner", nil) }
    for (index, user) in administrators.enumerated() { join("site", user, index == 0 ? "owner" : "admin", nil) }
    for assignment in tables["role_assignments"] {
      guard let role = ["manager": "admin", "coursecreator": "author"][archetype(assignment) ?? ""],
        let context = one("context", assignment.int("contextid"))
      else { continue }
      if context.int("contextlevel") == 10 {
        join("site", assignment.int("userid"), role, assignment.time("timemodified"))
      }
      if context.int("contextlevel") == 40, let category = one("course_categories", context.int("instanceid")) {
        join("cat\(category["id"]!)", assignment.int("userid"), role, assignment.time("timemodified"))
      }
    }
    for member in tables["cohort_members"] where one("cohort", member.int("cohortid")) != nil {
      join("coh\(member["cohortid"]!)", member.int("userid"), "learner", member.time("timeadded"))
    }
    for enrolment in records["enrolments"] ?? [] {
      let course = one("course", Int(enrolment["session"]!.dropFirst(8)))!
      guard let category = one("course_categories", course.int("category")) else { continue }
      let user = Int(enrolment["user"]!.dropFirst(8))
      join(
        "cat\(category["id"]!)", user, "learner", seconds(enrolment["enrolled_at"]!),
        enrolment["unenrolled_at"].map(seconds))
    }
    for (key, parts) in parts {
      let since = parts.compactMap(\.since).min()
      var until = parts.contains { $0.until == nil } ? nil : parts.compactMap(\.until).max()
      if let deleted = deleted(key.user) { until = min(now, max(min(until ?? deleted, deleted), since ?? deleted)) }
      add(
        "memberships",
        [
          "group": "moodle:\(key.group)", "user": "moodle:u\(key.user)", "role": key.role, "since": since.map(iso),
          "until": until.map(iso),
        ])
    }
    mapManagers()
  }

  mutating func mapManagers() {
    var since: [[Int]: [Int?]] = [:]
    for assignment in tables["role_assignments"] where one("role", assignment.int("roleid")) != nil {
      guard let context = one("context", assignment.int("contextid")), context.int("contextlevel") == 30,
        let user = context.int("instanceid"), let manager = assignment.int("userid"), user != manager, isPerson(user),
        isPerson(manager)
      else { continue }
      since[[user, manager], default: []].append(assignment.time("timemodified"))
    }
    for (key, since) in since {
      add(
        "managers",
        ["user": "moodle:u\(key[0])", "manager": "moodle:u\(key[1])", "since": since.compactMap { $0 }.min().map(iso)])
    }
  }
}

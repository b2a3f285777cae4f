// Courses, enrolments and memberships: moodle.md §4–5.

extension ReferenceSite {
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

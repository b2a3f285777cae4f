import Foundation

// Posts, certificates and classrooms: moodle.md §9.

extension ReferenceSite {
  mutating func mapPosts() {
    let posts = tables["forum_posts"].filter { post in
      isPerson(post.int("userid")) && one("course", forum(of: post)?.int("course")) != nil
        && (post.int("privatereplyto") ?? 0) == 0
    }
    for post in posts {
      let place = course(forum(of: post)!.int("course"))
      let parent = posts.first { $0["id"] == post["parent"] && $0["id"] != post["id"] }
      add(
        "posts",
        [
          "id": "moodle:post\(post["id"]!)", "author": "moodle:u\(post["userid"]!)",
          "kind": place == nil ? "message" : "comment",
          "place": place == nil ? "group" : "course", "place_id": place.map { "moodle:c\($0["id"]!)" } ?? "moodle:site",
          "created_at": iso(post.time("created") ?? now), "text": post.html("message"),
          "reply_to": parent.map { "moodle:post\($0["id"]!)" },
          "archived_at": post.int("deleted") == 1 ? iso(post.time("created") ?? now) : nil,
        ])
    }
  }

  mutating func mapCertificates() {
    func issue(_ id: String, _ row: Row, _ thing: Row?, course: Int?, at time: Int?, until: Int?) {
      guard let thing, isPerson(row.int("userid")) else { return }
      let course = self.course(course).map { "moodle:c\($0["id"]!)" }
      add(
        "certificates",
        [
          "id": "moodle:\(id)\(row["id"]!)", "user": "moodle:u\(row["userid"]!)", "name": thing.name("name"),
          "kind": course == nil ? "external" : "program", "program_session": course, "delivered_at": iso(time ?? now),
          "expires_at": until.map(iso),
        ])
    }
    for row in tables["badge_issued"] {
      let badge = one("badge", row.int("badgeid"))
      issue(
        "badge", row, badge, course: badge?.int("type") == 2 ? badge?.int("courseid") : nil, at: row.time("dateissued"),
        until: row.time("dateexpire"))
    }
    for row in tables["tool_certificate_issues"] {
      let template = one("tool_certificate_templates", row.int("templateid"))
      issue("cert", row, template, course: row.int("courseid"), at: row.time("timecreated"), until: row.time("expires"))
    }
    for row in tables["customcert_issues"] {
      let certificate = one("customcert", row.int("customcertid"))
      issue("ccert", row, certificate, course: certificate?.int("course"), at: row.time("timecreated"), until: nil)
    }
  }

  mutating func mapClassrooms() {
    for (kind, prefix) in [("attendance", "att"), ("facetoface", "f2f")] {
      for row in tables[kind] where course(row.int("course")) != nil {
        add("classrooms", ["id": "moodle:\(prefix)\(row["id"]!)", "name": row.name("name")])
      }
    }
    for slot in tables["attendance_sessions"] {
      guard let room = one("attendance", slot.int("attendanceid")), let course = course(room.int("course")) else {
        continue
      }
      let start = slot.time("sessdate")
      add(
        "classroom_slots",
        [
          "id": "moodle:att\(slot["id"]!)", "classroom": "moodle:att\(room["id"]!)", "starts_at": iso(start ?? now),
          "ends_at": start.map { iso($0 + slot.int("duration")!) },
        ])
      let entries = all("attendance_log", "sessionid", slot.int("id")!).filter {
        one("attendance_statuses", $0.int("statusid")) != nil
      }
      for user in Set(entries.compactMap { $0.int("studentid") }) where isPerson(user) {
        let last = entries.filter { $0.int("studentid") == user }.max {
          ($0.int("timetaken")!, $0.int("id")!) < ($1.int("timetaken")!, $1.int("id")!)
        }!
        let status = one("attendance_statuses", last.int("statusid"))!
        let isPresent = (status.decimal("grade") ?? 0) > 0
        attend("att", slot, user, status["acronym"] == "E" ? "registered" : isPresent ? "present" : "absent", course)
      }
    }
    for date in tables["facetoface_sessions_dates"] {
      guard let session = one("facetoface_sessions", date.int("sessionid")),
        let room = one("facetoface", session.int("facetoface")),
        let course = course(room.int("course"))
      else { continue }
      add(
        "classroom_slots",
        [
          "id": "moodle:f2f\(date["id"]!)", "classroom": "moodle:f2f\(room["id"]!)",
          "starts_at": iso(date.time("timestart") ?? now),
          "ends_at": date.time("timefinish").map(iso),
        ])
      let signups = all("facetoface_signups", "sessionid", session.int("id")!)
      for user in Set(signups.compactMap { $0.int("userid") }) where isPerson(user) {
        let own = signups.filter { $0.int("userid") == user }.map { $0["id"] }
        let entries = tables["facetoface_signups_status"].filter {
          own.contains($0["signupid"]) && $0.int("superceded") == 0
        }
        let last = entries.max { ($0.int("timecreated")!, $0.int("id")!) < ($1.int("timecreated")!, $1.int("id")!) }
        let statuses = [
          100: "present", 90: "present", 80: "absent", 70: "registered", 60: "registered", 50: "registered",
        ]
        if let status = last.flatMap({ statuses[$0.int("statuscode")!] }) { attend("f2f", date, user, status, course) }
      }
    }
  }

  mutating func attend(_ prefix: String, _ slot: Row, _ user: Int, _ status: String, _ course: Row) {
    add(
      "attendances",
      [
        "slot": "moodle:\(prefix)\(slot["id"]!)", "user": "moodle:u\(user)", "status": status,
        "program_session": "moodle:c\(course["id"]!)",
      ])
  }
}

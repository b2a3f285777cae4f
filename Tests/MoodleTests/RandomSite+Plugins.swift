// SCORM, other activities and plug-ins of random sites.

extension RandomSite {
  mutating func makeSCORM() {
    add("scorm", 3) { site, _ in
      ["course": site.course(), "name": site.name(), "version": "SCORM_1.2", "maxgrade": "100", "grademethod": "1"]
    }
    let elements = [
      "x.start.time", "cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.score.min", "cmi.core.score.max",
      "cmi.core.total_time",
      "cmi.completion_status", "cmi.success_status", "cmi.score.raw", "cmi.score.min", "cmi.score.max",
      "cmi.score.scaled",
      "cmi.total_time", "cmi.core.session_time",
    ]
    if isRecent { add("scorm_element", elements.count) { _, number in ["element": elements[number - 1]] } }
    for number in 1...14 {
      let (scorm, user) = (id("scorm"), user())
      if isRecent { add("scorm_attempt", 1) { _, _ in ["scormid": scorm, "userid": user, "attempt": String(number)] } }
      for sco in 1...pick(1...2) {
        for (index, element) in elements.enumerated() where chance(40) {
          let value = scormValue(element)
          let row: [String: String] = ["scoid": String(sco), "value": value, "timemodified": time()]
          if isRecent {
            add("scorm_scoes_value", 1) { _, _ in
              row.merging(["attemptid": String(number), "elementid": String(index + 1)]) { $1 }
            }
          } else {
            tables["scorm_scoes_track"].append(
              row.merging(["userid": user, "scormid": scorm, "attempt": String(number), "element": element]) { $1 })
          }
        }
      }
    }
  }

  mutating func scormValue(_ element: String) -> String {
    switch element {
    case "x.start.time": time()
    case "cmi.core.total_time": pick(["0000:12:30.50", "00:00:59.99", "01:00", "0099:00:00"])
    case "cmi.total_time": pick(["PT1H0M3.256S", "P1DT1S", "P1Y", "x"])
    case "cmi.core.lesson_status", "cmi.completion_status", "cmi.success_status":
      pick(["passed", "failed", "completed", "incomplete", "unknown", ""])
    case "cmi.score.scaled": pick(["0.5", "-1", "0.33335", "x"])
    default: pick(["80", "66.665", "-5", "0", "100", "", "n/a", "33.3333333333"])
    }
  }

  mutating func makeActivities() {
    add("h5pactivity", 3) { site, _ in ["course": site.course(), "name": site.name()] }
    add("h5pactivity_attempts", 12) { site, _ in
      [
        "h5pactivityid": site.id("h5pactivity"), "userid": site.user(), "timecreated": site.time(),
        "timemodified": site.time(), "attempt": "1",
        "rawscore": site.chance(10) ? nil : String(site.pick(-1...9)), "maxscore": site.pick(["0", "7"]),
        "duration": String(site.pick(0...4_000)),
        "completion": "1", "success": site.pick(["0", "1", nil]),
      ]
    }
    add("assign", 3) { site, _ in
      ["course": site.course(), "name": site.name(), "grade": site.pick(["50", "-2", "0"])]
    }
    addPairs("assign_grades", 12, ["assignment", "userid", "attemptnumber"]) {
      [
        "id": String($0.tables["assign_grades"].count + 1), "assignment": $0.id("assign"), "userid": $0.user(),
        "timecreated": "0",
        "timemodified": $0.time(), "grader": $0.chance(20) ? "-1" : $0.user(),
        "grade": $0.chance(10) ? nil : "\($0.pick(-1...55)).50000",
        "attemptnumber": String($0.pick(0...1)),
      ]
    }
    add("lesson", 2) { site, _ in ["course": site.course(), "name": site.name()] }
    add("lesson_grades", 8) { site, _ in
      [
        "lessonid": site.id("lesson"), "userid": site.user(), "grade": site.pick(["66.66667", "105.00000", "0.00500"]),
        "completed": site.time(),
      ]
    }
  }

  mutating func makePosts() {
    add("forum", 4) { site, number in
      ["course": number == 1 ? "1" : site.course(), "type": "general", "name": site.name()]
    }
    add("forum_discussions", 5) { site, _ in ["course": site.course(), "forum": site.id("forum")] }
    add("forum_posts", 25) { site, number in
      [
        "discussion": site.id("forum_discussions"), "parent": site.chance(40) ? "0" : String(site.pick(1...number)),
        "userid": site.user(),
        "created": site.time(), "message": site.name(), "deleted": site.chance(10) ? "1" : "0",
        "privatereplyto": site.chance(10) ? "3" : "0",
      ]
    }
    add("badge", 3) { site, _ in ["name": site.name(), "type": site.pick(["1", "2"]), "courseid": site.course()] }
    add("badge_issued", 8) { site, _ in
      [
        "badgeid": site.id("badge"), "userid": site.user(), "dateissued": site.time(),
        "dateexpire": site.pick([nil, "0", "1800000000"]),
      ]
    }
  }

  mutating func makePlugins() {
    add("tool_certificate_templates", 2) { site, _ in ["name": site.name()] }
    add("tool_certificate_issues", 5) { site, _ in
      [
        "userid": site.user(), "templateid": site.id("tool_certificate_templates"), "timecreated": site.time(),
        "expires": site.time(),
        "courseid": site.chance(50) ? site.course() : nil,
      ]
    }
    add("customcert", 2) { site, _ in ["course": site.course(), "name": site.name()] }
    add("customcert_issues", 5) { site, _ in
      ["userid": site.user(), "customcertid": site.id("customcert"), "timecreated": site.time()]
    }
    add("attendance", 3) { site, _ in ["course": site.course(), "name": site.name()] }
    add("attendance_sessions", 6) { site, _ in
      [
        "attendanceid": site.id("attendance"), "groupid": "0", "sessdate": site.time(),
        "duration": String(site.pick(0...2) * 1_800), "description": "",
      ]
    }
    add("attendance_statuses", 4) { site, number in
      [
        "attendanceid": "1", "acronym": ["P", "A", "E", "L"][number - 1], "description": "",
        "grade": site.pick(["2.00", "0.00", nil]),
      ]
    }
    add("attendance_log", 25) { site, _ in
      [
        "sessionid": site.id("attendance_sessions"), "studentid": site.user(),
        "statusid": site.id("attendance_statuses"), "timetaken": site.time(),
      ]
    }
    add("facetoface", 2) { site, _ in ["course": site.course(), "name": site.name()] }
    add("facetoface_sessions", 3) { site, _ in ["facetoface": site.id("facetoface")] }
    add("facetoface_sessions_dates", 5) { site, _ in
      ["sessionid": site.id("facetoface_sessions"), "timestart": site.time(), "timefinish": site.time()]
    }
    add("facetoface_signups", 12) { site, _ in ["sessionid": site.id("facetoface_sessions"), "userid": site.user()] }
    add("facetoface_signups_status", 25) { site, _ in
      [
        "signupid": site.id("facetoface_signups"),
        "statuscode": site.pick(["10", "40", "50", "70", "80", "90", "100"]),
        "superceded": site.pick(["0", "0", "1"]), "timecreated": site.time(),
      ]
    }
  }
}

// Courses, roles, enrolments, log and grades of random sites.

extension RandomSite {
  mutating func makeCourses() {
    add("course_modules", 30) { site, _ in
      [
        "course": site.course(), "module": String(site.pick(1...7)), "instance": String(site.pick(1...4)),
        "completion": site.pick(["0", "1", "2"]), "visible": "1", "deletioninprogress": site.chance(10) ? "1" : "0",
      ]
    }
    addPairs("course_modules_completion", 60, ["coursemoduleid", "userid"]) {
      [
        "coursemoduleid": $0.id("course_modules"), "userid": $0.user(), "completionstate": String($0.pick(0...4)),
        "timemodified": $0.time(),
      ]
    }
    if chance(50) { add("course_completion_criteria", 2) { site, _ in ["course": site.course()] } }
    addPairs("course_completions", 8, ["course", "userid"]) {
      [
        "userid": $0.user(), "course": $0.course(), "timeenrolled": "0", "timestarted": $0.time(),
        "timecompleted": $0.chance(50) ? nil : $0.time(),
      ]
    }
    for index in tables["course_completions"].indices { tables["course_completions"][index]["id"] = String(index + 1) }
    add("local_recompletion_cc", 5) { site, _ in
      [
        "userid": site.user(), "course": site.course(), "timeenrolled": site.time(), "timestarted": site.time(),
        "timecompleted": site.chance(20) ? nil : site.time(),
      ]
    }
    addPairs("user_lastaccess", 10, ["userid", "courseid"]) {
      ["userid": $0.user(), "courseid": $0.course(), "timeaccess": $0.time()]
    }
  }

  mutating func makeRoles() {
    let archetypes = ["manager", "coursecreator", "teacher", "editingteacher", "student", ""]
    add("role", 6) { _, number in ["shortname": "r\(number)", "archetype": archetypes[number - 1]] }
    add("role_assignments", 25) { site, _ in
      ["roleid": site.id("role"), "contextid": site.id("context"), "userid": site.user(), "timemodified": site.time()]
    }
  }

  mutating func makeEnrolments() {
    add("enrol", 12) { site, _ in
      [
        "enrol": site.pick(["manual", "self", "cohort", "cohort", "guest"]), "status": site.chance(20) ? "1" : "0",
        "courseid": site.course(), "customint1": site.chance(50) ? site.id("cohort") : nil, "timemodified": site.time(),
      ]
    }
    add("user_enrolments", 50) { site, _ in
      [
        "status": site.chance(20) ? "1" : "0", "enrolid": site.id("enrol"), "userid": site.user(),
        "timestart": site.time(),
        "timeend": site.chance(60) ? "0" : site.time(), "timecreated": site.time(), "timemodified": site.time(),
      ]
    }
  }

  mutating func makeLog() {
    let start = Self.now - 20_000
    add("logstore_standard_log", 200) { site, _ in
      let isActivity = site.chance(50)
      return [
        "userid": site.chance(5) ? "0" : site.user(), "courseid": site.chance(10) ? "0" : site.course(),
        "contextlevel": isActivity ? "70" : "50", "contextinstanceid": isActivity ? String(site.pick(1...30)) : "1",
        "timecreated": String(start + site.pick(0...300) * 60), "anonymous": site.chance(5) ? "1" : "0",
        "realuserid": site.chance(5) ? "2" : nil,
        "origin": site.pick(["web", "ws", "cli", "restore", "web", "web", nil]),
      ]
    }
  }

  mutating func makeGrades() {
    for course in 1...5 where chance(80) {
      add("grade_items", 1) { site, _ in
        [
          "courseid": String(course), "itemtype": "course", "gradetype": site.pick(["0", "1", "1", "1", "2", "3"]),
          "grademax": "\(site.pick([0, 100])).00000", "grademin": "0.00000", "gradepass": "0.00000", "needsupdate": "0",
        ]
      }
    }
    add("grade_items", 8) { site, _ in
      [
        "courseid": site.course(), "itemtype": "mod", "itemmodule": site.pick(ReferenceSite.modules),
        "iteminstance": String(site.pick(1...3)), "itemnumber": site.pick(["0", nil, "1"]), "gradetype": "1",
        "grademax": "10.00000",
        "grademin": "0.00000", "gradepass": site.pick(["0.00000", "5.00000", "7.50000"]), "needsupdate": "0",
      ]
    }
    addPairs("grade_grades", 60, ["itemid", "userid"]) {
      [
        "itemid": $0.id("grade_items"), "userid": $0.user(),
        "finalgrade": $0.chance(20) ? nil : "\($0.pick(-5...120)).\($0.pick(10_000...99_999))",
        "rawgrademax": $0.chance(10) ? nil : $0.pick(["100.00000", "70.00000", "0.00000"]),
        "rawgrademin": $0.pick(["0.00000", "10.00000"]),
        "timemodified": $0.chance(20) ? nil : $0.time(),
      ]
    }
  }
}

// Quizzes, activities and plug-ins of random sites.

extension RandomSite {
  private static let types = [
    "truefalse", "multichoice", "multichoice", "shortanswer", "numerical", "calculated", "calculatedsimple", "essay",
    "match",
    "ddwtos", "description",
  ]

  mutating func makeQuizzes() {
    add("quiz", 3) { site, _ in
      [
        "course": site.course(), "name": site.name(), "sumgrades": site.pick(["7.00000", "3.00000", "0.00000"]),
        "grade": "10.00000",
      ]
    }
    add("quiz_attempts", 20) { site, number in
      let marks = site.chance(20) ? nil : "\(site.pick(-1...8)).\(site.pick(10_000...99_999))"
      return [
        "quiz": site.id("quiz"), "userid": site.user(), "attempt": "1", "uniqueid": String(100 + number),
        "preview": site.chance(10) ? "1" : "0",
        "state": site.pick(["finished", "finished", "finished", "inprogress", "abandoned"]),
        "timestart": site.time(), "timefinish": site.time(), "timemodified": site.time(), "sumgrades": marks,
      ]
    }
    makeQuestions()
    add("question_attempts", 80) { site, _ in
      [
        "questionusageid": String(100 + site.pick(1...21)), "slot": "1", "behaviour": "x",
        "questionid": site.id("question"), "variant": "1",
        "rightanswer": site.pick(["Right", " Right ", "Right", nil]),
        "responsesummary": site.pick(["Said  so", nil, ""]),
      ]
    }
    for attempt in tables["question_attempts"] { makeSteps(attempt) }
  }

  private mutating func makeQuestions() {
    if isRecent {
      add("question_bank_entries", 4) { site, _ in ["questioncategoryid": String(site.pick(1...4))] }
    }
    add("question_categories", 3) { site, _ in ["contextid": site.id("context")] }
    add("question", 14) { site, number in
      let type = number <= Self.types.count ? Self.types[number - 1] : site.pick(Self.types)
      return [
        "name": site.name(), "questiontext": site.name(), "questiontextformat": "1", "qtype": type,
        "length": type == "description" ? "0" : "1", "category": site.isRecent ? nil : String(site.pick(1...4)),
      ]
    }
    if isRecent {
      addPairs("question_versions", 12, ["questionid"]) {
        ["questionbankentryid": $0.id("question_bank_entries"), "version": "1", "questionid": $0.id("question")]
      }
    }
    add("question_answers", 50) { site, _ in
      [
        "question": site.id("question"), "answer": site.pick(["<p>One</p>", "3.14", "2", "fr*g", "frog", " 7 "]),
        "fraction": site.pick(["1.0000000", "0E-7", "0.5000000", "-0.5000000"]),
      ]
    }
    for question in tables["question"] {
      let id = question["id"]!
      if question["qtype"] == "multichoice", chance(80) {
        tables["qtype_multichoice_options"].append(["questionid": id, "single": pick(["0", "1"])])
      }
      if question["qtype"] == "truefalse" {
        let answers = tables["question_answers"].filter { $0["question"] == id }.compactMap { $0["id"] }
        tables["question_truefalse"].append(["question": id, "trueanswer": pick(answers + ["999"]), "falseanswer": "1"])
      }
      if question["qtype"] == "match" {
        add("qtype_match_subquestions", 4) { site, number in
          [
            "questionid": id, "questiontext": number == 4 ? "" : "<p>s\(number)</p>",
            "answertext": site.pick(["a", "<b>a</b>", "c"]),
          ]
        }
      }
    }
    add("tag", 3) { site, _ in ["rawname": site.pick(["Law", " Fire  drill ", ""])] }
    add("tag_instance", 20) { site, _ in
      let isQuestion = site.chance(60)
      return [
        "tagid": site.id("tag"), "component": isQuestion ? "core_question" : "core",
        "itemtype": isQuestion ? "question" : "course_modules",
        "itemid": String(site.pick(1...15)),
      ]
    }
  }

  /// A first step with the order of what is shown, a response or not, and a last step.
  private mutating func makeSteps(_ attempt: [String: String]) {
    let question = tables["question"].first { $0["id"] == attempt["questionid"] }
    let type = question?["qtype"] ?? "essay"
    let answers = tables["question_answers"].filter { $0["question"] == attempt["questionid"] }.map { $0["id"]! }
    let items = tables["qtype_match_subquestions"].filter { $0["questionid"] == attempt["questionid"] }.map {
      $0["id"]!
    }
    var data: [[String: String]] = [["_order": answers.joined(separator: ",")]]
    if type == "match" {
      data = [["_stemorder": items.prefix(3).joined(separator: ","), "_choiceorder": items.joined(separator: ",")]]
    }
    if chance(80) {
      let isSingle =
        tables["qtype_multichoice_options"].first { $0["questionid"] == attempt["questionid"] }?["single"] != "0"
      data.append(response(type, isSingle: isSingle, answers.count))
    }
    data.append(chance(20) ? ["-comment": pick(["<p>Well argued</p>", "<p></p>"]), "-mark": "1"] : ["-finish": "1"])
    let states = [
      "gradedright", "gradedpartial", "needsgrading", "complete", "gaveup", "mangaveup", "finished", "invalid",
      "mangrwrong",
    ]
    for (place, values) in data.enumerated() {
      let fraction = chance(20) ? nil : "\(pick(["0", "0", "0", "-0", "1"])).\(pick(1_000_000...9_999_999))"
      add("question_attempt_steps", 1) { site, _ in
        [
          "questionattemptid": attempt["id"], "sequencenumber": String(place), "fraction": fraction,
          "timecreated": site.time(), "userid": site.user(),
          "state": place == 0 ? "todo" : place == data.count - 1 ? site.pick(states) : "complete",
        ]
      }
      let step = tables["question_attempt_steps"].last!["id"]!
      for (name, value) in values.sorted(by: { $0.key < $1.key }) where !value.isEmpty || name == "answer" {
        tables["question_attempt_step_data"].append(["attemptstepid": step, "name": name, "value": value])
      }
    }
  }

  private mutating func response(_ type: String, isSingle: Bool, _ answers: Int) -> [String: String] {
    switch type {
    case "truefalse": return ["answer": pick(["0", "1", ""])]
    case "multichoice":
      if isSingle { return ["answer": String(pick(-1...max(answers, 1)))] }
      return Dictionary(uniqueKeysWithValues: (0...12).map { ("choice\($0)", pick(["0", "1"])) })
    case "match": return Dictionary(uniqueKeysWithValues: (0...2).map { ("sub\($0)", String(pick(0...4))) })
    case "essay": return ["answer": pick(["<p>My text</p>", "<p></p>"]), "answerformat": "1"]
    default: return ["answer": pick(["toad", "3.14", " x", ""])]
    }
  }

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

  private mutating func scormValue(_ element: String) -> String {
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

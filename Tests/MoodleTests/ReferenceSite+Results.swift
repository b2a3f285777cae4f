import Foundation

// Results of activities: moodle.md §5 and §8.

extension ReferenceSite {
  func gradepass(_ kind: String, _ activity: Row) -> Decimal? {
    let item = tables["grade_items"].first {
      $0["itemtype"] == "mod" && $0["itemmodule"] == kind && $0["iteminstance"] == activity["id"]
        && ($0.int("itemnumber") ?? 0) == 0
    }
    return item?.decimal("gradepass").flatMap { $0 > 0 ? $0 : nil }
  }

  mutating func addResult(
    _ kind: String, _ activity: Row, _ id: String, _ user: Int, at time: Int?, score: String?, passed: Bool?,
    assessor: Int? = nil
  ) {
    add(
      "assessment_results",
      [
        "id": "moodle:\(id)", "user": "moodle:u\(user)", "assessment": "moodle:\(kind)\(activity["id"]!)",
        "program_session": "moodle:c\(activity["course"]!)", "assessed_at": iso(time ?? now), "score": score,
        "passed": passed.map { $0 ? "true" : "false" }, "assessor": isPerson(assessor) ? "moodle:u\(assessor!)" : nil,
      ])
  }

  mutating func mapResults() {
    for (fact, quiz) in facts("quiz_attempts", "quiz", "quiz")
    where fact["state"] == "finished" && fact.int("preview") == 0 {
      let (marks, whole, grade) = (fact.decimal("sumgrades"), quiz.decimal("sumgrades")!, quiz.decimal("grade")!)
      let counts = whole > Decimal(string: "0.000001")!
      let passed = counts ? gradepass("quiz", quiz).flatMap { pass in marks.map { $0 * grade >= pass * whole } } : nil
      addResult(
        "quiz", quiz, "quiz-a\(fact["id"]!)", fact.int("userid")!,
        at: fact.time("timefinish") ?? fact.time("timemodified"),
        score: counts ? marks.map { percent($0, whole) } : nil, passed: passed)
    }
    for (fact, activity) in facts("h5pactivity_attempts", "h5pactivity", "h5pactivityid") {
      let (raw, whole) = (fact.decimal("rawscore"), fact.decimal("maxscore")!)
      addResult(
        "h5pactivity", activity, "h5p-a\(fact["id"]!)", fact.int("userid")!, at: fact.time("timemodified"),
        score: whole > 0 ? raw.map { percent($0, whole) } : nil, passed: fact.int("success").map { $0 == 1 })
    }
    for (fact, assign) in facts("assign_grades", "assign", "assignment") {
      guard let grade = fact.decimal("grade"), grade >= 0 else { continue }
      let whole = assign.decimal("grade")!
      addResult(
        "assign", assign, "assign\(assign["id"]!)-\(fact["attemptnumber"]!)", fact.int("userid")!,
        at: fact.time("timemodified"),
        score: whole > 0 ? percent(grade, whole) : nil, passed: gradepass("assign", assign).map { grade >= $0 },
        assessor: fact.int("grader"))
    }
    for (fact, lesson) in facts("lesson_grades", "lesson", "lessonid") {
      addResult(
        "lesson", lesson, "lesson-g\(fact["id"]!)", fact.int("userid")!, at: fact.time("completed"),
        score: fact.decimal("grade").map { percent($0, 100) }, passed: nil)
    }
    mapSCORMResults()
    mapAssessments()
  }

  mutating func mapSCORMResults() {
    let tracks = tracks
    for key in Set(tracks.map { [$0.scorm, $0.user, $0.attempt] }) {
      let attempt = tracks.filter { [$0.scorm, $0.user, $0.attempt] == key }
      let scos = Set(attempt.map(\.sco)).map { sco in
        Dictionary(attempt.filter { $0.sco == sco }.compactMap { track in track.value.map { (track.element, $0) } }) {
          $1
        }
      }
      let scores = scos.compactMap(scormScore).compactMap { Decimal(string: $0) }
      let verdicts = scos.map { $0["cmi.success_status"] ?? $0["cmi.core.lesson_status"] }
      let passed = verdicts.contains("failed") ? false : verdicts.allSatisfy { $0 == "passed" } ? true : nil as Bool?
      let isFinished = scos.allSatisfy { sco in
        let (lesson, success) = (sco["cmi.core.lesson_status"] ?? "", sco["cmi.success_status"] ?? "")
        return ["completed", "passed", "failed"].contains(lesson) || ["passed", "failed"].contains(success)
          || sco["cmi.completion_status"] == "completed"
      }
      guard !scores.isEmpty || isFinished else { continue }
      let time = attempt.map(\.time).max()
      addResult(
        "scorm", one("scorm", key[0])!, "scorm\(key[0])-\(key[2])", key[1], at: time == 0 ? nil : time,
        score: scores.max().map { "\($0)" }, passed: passed)
    }
  }

  func scormScore(_ sco: [String: String]) -> String? {
    for prefix in ["cmi.core.score", "cmi.score"] {
      guard let raw = number(sco["\(prefix).raw"]) else { continue }
      let (low, high) = (number(sco["\(prefix).min"]) ?? 0, number(sco["\(prefix).max"]) ?? 100)
      return high > low ? percent(raw - low, high - low) : percent(raw, 100)
    }
    return number(sco["cmi.score.scaled"]).map { percent($0, 1) }
  }

  mutating func mapAssessments() {
    let used = Set((records["assessment_results"] ?? []).compactMap { $0["assessment"] })
    for course in tables["course"] where course.int("category") != 0 {
      var made: [(id: String, row: Row, kind: String)] = []
      for kind in Self.modules {
        for row in all(kind, "course", course.int("id")!) where activity(kind, row.int("id")) != nil {
          let id = "moodle:\(kind)\(row["id"]!)"
          if kind == "quiz" || used.contains(id) { made.append((id, row, kind)) }
        }
      }
      for (index, assessment) in made.sorted(by: { $0.id < $1.id }).enumerated() {
        let tags = useTags("core", "course_modules", module(assessment.kind, assessment.row.int("id")!)!)
        add("assessments", ["id": assessment.id, "name": assessment.row.name("name"), "tags": tags])
        add(
          "program_blocks",
          [
            "program": "moodle:c\(course["id"]!)", "position": String(index + 2), "kind": "assessment",
            "item": assessment.id,
            "mandatory": "false",
          ])
      }
    }
  }

  /// The tags of an item; makes them records.
  mutating func useTags(_ component: String, _ type: String, _ item: Int) -> String {
    let found = tables["tag_instance"].filter {
      $0["component"] == component && $0["itemtype"] == type && $0.int("itemid") == item
    }
    let tags = Set(found.compactMap { one("tag", $0.int("tagid"))?.int("id") }).sorted()
    for tag in tags where !(records["tags"] ?? []).contains(where: { $0["id"] == "moodle:t\(tag)" }) {
      add("tags", ["id": "moodle:t\(tag)", "name": one("tag", tag)!.plain("rawname") ?? "-"])
    }
    return tags.map { "moodle:t\($0)" }.joined(separator: "|")
  }
}

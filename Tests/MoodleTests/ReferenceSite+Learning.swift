import Foundation

// Attempts, results and time: moodle.md §5–8.

extension ReferenceSite {
  static let modules = ["quiz", "scorm", "h5pactivity", "assign", "lesson"]

  /// The course module of an activity: the smallest id counts.
  func module(_ kind: String, _ activity: Int) -> Int? {
    tables["course_modules"].filter {
      one("modules", $0.int("module"))?["name"] == kind && $0.int("instance") == activity
    }.compactMap { $0.int("id") }.min()
  }

  /// An activity that counts: it has a course module and a course that is not the front page.
  func activity(_ kind: String, _ id: Int?) -> Row? {
    guard let row = one(kind, id), course(row.int("course")) != nil, module(kind, row.int("id")!) != nil else {
      return nil
    }
    return row
  }

  /// Rows of a table whose user is imported and whose activity counts, with the activity.
  func facts(_ table: String, _ kind: String, _ column: String) -> [(fact: Row, activity: Row)] {
    tables[table].compactMap { fact in
      guard isPerson(fact.int("userid")), let activity = activity(kind, fact.int(column)) else { return nil }
      return (fact, activity)
    }
  }

  struct Track {
    let scorm: Int
    let user: Int
    let attempt: Int
    let sco: Int
    let element: String
    let value: String?
    let time: Int
  }

  /// Both layouts.
  func readTracks() -> [Track] {
    let old = tables["scorm_scoes_track"].map {
      Track(
        scorm: $0.int("scormid")!, user: $0.int("userid")!, attempt: $0.int("attempt")!, sco: $0.int("scoid")!,
        element: $0["element"]!, value: $0.plain("value"), time: $0.int("timemodified")!)
    }
    let new = tables["scorm_scoes_value"].compactMap { value -> Track? in
      guard let attempt = one("scorm_attempt", value.int("attemptid")),
        let element = one("scorm_element", value.int("elementid"))
      else { return nil }
      return Track(
        scorm: attempt.int("scormid")!, user: attempt.int("userid")!, attempt: attempt.int("attempt")!,
        sco: value.int("scoid")!, element: element["element"]!, value: value.plain("value"),
        time: value.int("timemodified")!)
    }
    return (old + new).filter {
      isPerson($0.user) && activity("scorm", $0.scorm) != nil && $0.element != "cmi.core.session_time"
    }
  }

  func readLog() -> [Row] {
    tables["logstore_standard_log"].filter {
      ($0.int("userid") ?? 0) > 0 && $0.int("anonymous") == 0 && $0["realuserid"] == nil
        && !["cli", "restore"].contains($0["origin"])
    }
  }

  func signs(_ user: Int, _ course: Int) -> [Int] {
    var times: [Int?] = []
    let isHere = { (row: Row) in row.int("userid") == user }
    times += log.filter { isHere($0) && $0.int("courseid") == course }.map { $0.time("timecreated") }
    times += tables["user_lastaccess"].filter { isHere($0) && $0.int("courseid") == course }.map {
      $0.time("timeaccess")
    }
    for state in tables["course_modules_completion"] where isHere(state) && state.int("completionstate") != 0 {
      if one("course_modules", state.int("coursemoduleid"))?.int("course") == course {
        times.append(state.time("timemodified"))
      }
    }
    for completion in tables["course_completions"] where isHere(completion) && completion.int("course") == course {
      times += [completion.time("timestarted"), completion.time("timecompleted")]
    }
    for (fact, activity) in facts("quiz_attempts", "quiz", "quiz")
    where isHere(fact) && activity.int("course") == course {
      if fact.int("preview") == 0 { times += [fact.time("timestart"), fact.time("timefinish")] }
    }
    for track in tracks where track.user == user && one("scorm", track.scorm)?.int("course") == course {
      times.append(track.time == 0 ? nil : track.time)
      if track.element == "x.start.time" {
        times.append(track.value.flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0 })
      }
    }
    for (fact, activity) in facts("h5pactivity_attempts", "h5pactivity", "h5pactivityid")
    where isHere(fact) && activity.int("course") == course {
      times += [fact.time("timecreated"), fact.time("timemodified")]
    }
    for (fact, activity) in facts("lesson_grades", "lesson", "lessonid")
    where isHere(fact) && activity.int("course") == course {
      times.append(fact.time("completed"))
    }
    for post in tables["forum_posts"] where isHere(post) && forum(of: post)?.int("course") == course {
      times.append(post.time("created"))
    }
    return times.compactMap { $0 }
  }

  func forum(of post: Row) -> Row? { one("forum", one("forum_discussions", post.int("discussion"))?.int("forum")) }

  func timeSpent(_ user: Int, _ course: Int) -> Int {
    var seconds: [Int: Decimal] = [:]
    let events = log.filter { $0.int("userid") == user }.sorted {
      ($0.int("timecreated")!, $0.int("id")!) < ($1.int("timecreated")!, $1.int("id")!)
    }
    for (event, next) in zip(events, events.dropFirst()) where event.int("courseid") == course {
      let gap = next.int("timecreated")! - event.int("timecreated")!
      let place = event.int("contextlevel") == 70 ? event.int("contextinstanceid")! : 0
      if gap <= 1_800 { seconds[place, default: 0] += Decimal(gap) }
    }
    for (place, clock) in clocks(user, course) { seconds[place] = max(seconds[place] ?? 0, clock) }
    var (sum, whole) = (seconds.values.reduce(0, +), Decimal())
    NSDecimalRound(&whole, &sum, 0, .down)
    return Int("\(whole)")!
  }

  /// Course module → seconds.
  func clocks(_ user: Int, _ course: Int) -> [Int: Decimal] {
    var clocks: [Int: Decimal] = [:]
    for (fact, activity) in facts("h5pactivity_attempts", "h5pactivity", "h5pactivityid")
    where fact.int("userid") == user && activity.int("course") == course {
      clocks[module("h5pactivity", activity.int("id")!)!, default: 0] += Decimal(fact.int("duration") ?? 0)
    }
    let own = tracks.filter { $0.user == user && one("scorm", $0.scorm)?.int("course") == course }
    for sco in Set(own.map { [$0.scorm, $0.attempt, $0.sco] }) {
      let values = own.filter { [$0.scorm, $0.attempt, $0.sco] == sco }
      let value = { (element: String) in values.first { $0.element == element }?.value }
      let time = value("cmi.core.total_time").map(clockTime) ?? value("cmi.total_time").map(isoDuration) ?? 0
      clocks[module("scorm", sco[0])!, default: 0] += time
    }
    return clocks
  }

  func clockTime(_ text: String) -> Decimal {
    guard let match = text.wholeMatch(of: #/(\d{2,4}):(\d\d):(\d\d(?:\.\d{1,2})?)/#) else { return 0 }
    return Decimal(Int(match.1)! * 3_600 + Int(match.2)! * 60) + Decimal(string: String(match.3))!
  }

  func isoDuration(_ text: String) -> Decimal {
    guard let match = text.wholeMatch(of: #/P(?:0Y)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?/#)
    else { return 0 }
    let parts = [match.1, match.2, match.3].map { $0.flatMap { Int($0) } ?? 0 }
    return Decimal(parts[0] * 86_400 + parts[1] * 3_600 + parts[2] * 60)
      + (match.4.flatMap { Decimal(string: String($0)) } ?? 0)
  }

  mutating func mapAttempts() {
    for user in people.compactMap({ $0.int("id") }) {
      for course in tables["course"] where course.int("category") != 0 { mapAttempt(user, course) }
    }
    for row in tables["local_recompletion_cc"] {
      guard let user = row.int("userid"), isPerson(user), let course = course(row.int("course"))?.int("id"),
        let completed = row.time("timecompleted"), !isStaffOnly(user, course)
      else { continue }
      let start = min(row.time("timestarted") ?? row.time("timeenrolled") ?? completed, completed)
      add(
        "attempts",
        [
          "id": "moodle:c\(course)-r\(row["id"]!)", "user": "moodle:u\(user)", "course": "moodle:c\(course)",
          "program_session": "moodle:c\(course)", "started_at": iso(start), "last_activity_at": iso(completed),
          "time_spent": "0",
          "progress": "100", "completed_at": iso(completed),
        ])
    }
  }

  mutating func mapAttempt(_ user: Int, _ course: Row) {
    let number = course.int("id")!
    let id = "moodle:c\(number)"
    let (score, graded) = score(user, number)
    let signs = signs(user, number)
    guard !signs.isEmpty || score != nil, !isStaffOnly(user, number) else { return }
    let (progress, completed) = progress(user, course)
    add(
      "attempts",
      [
        "id": id, "user": "moodle:u\(user)", "course": id, "program_session": id, "score": score,
        "started_at": iso(signs.min() ?? graded ?? now), "last_activity_at": iso(signs.max() ?? graded ?? now),
        "time_spent": String(timeSpent(user, number)), "progress": progress, "completed_at": completed.map(iso),
      ])
  }

  func progress(_ user: Int, _ course: Row) -> (String, Int?) {
    let number = course.int("id")!
    let completion = tables["course_completions"].first { $0.int("userid") == user && $0.int("course") == number }
    if let completed = completion?.time("timecompleted") { return ("100", completed) }
    let tracked = tables["course_modules"].filter {
      $0.int("course") == number && $0.int("completion") != 0 && $0.int("deletioninprogress") == 0
        && one("modules", $0.int("module"))?.int("visible") == 1
    }
    guard course.int("enablecompletion") == 1, !tracked.isEmpty else { return ("0", nil) }
    let done = tables["course_modules_completion"].filter { state in
      state.int("userid") == user && ![0, 3].contains(state.int("completionstate"))
        && tracked.contains { $0["id"] == state["coursemoduleid"] }
    }
    if done.count < tracked.count {
      let hundredths = done.count * 10_000 / tracked.count
      return ("\(Decimal(hundredths) / 100)", nil)
    }
    if tables["course_completion_criteria"].contains(where: { $0.int("course") == number }) { return ("99", nil) }
    return ("100", done.compactMap { $0.time("timemodified") }.max())
  }

  func score(_ user: Int, _ course: Int) -> (String?, graded: Int?) {
    guard let item = tables["grade_items"].first(where: { $0.int("courseid") == course && $0["itemtype"] == "course" }),
      [1, 2].contains(item.int("gradetype")),
      let grade = tables["grade_grades"].first(where: { $0["itemid"] == item["id"] && $0.int("userid") == user }),
      let final = grade.decimal("finalgrade")
    else { return (nil, nil) }
    for (row, low, high) in [(grade, "rawgrademin", "rawgrademax"), (item, "grademin", "grademax")] {
      if let low = row.decimal(low), let high = row.decimal(high), high > low {
        return (percent(final - low, high - low), grade.time("timemodified"))
      }
    }
    return (nil, nil)
  }
}

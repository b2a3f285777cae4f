import Support

@testable import LRS

/// Scores, progress and completion: xapi.md §10 and §11.
extension ReferenceDerivation {
  private func counting(_ all: [Statement]) -> [Statement] {
    var counting: [Statement] = []
    for statement in all {
      let launch = statement.session.flatMap { launches[$0] }
      let isAllowed = ["satisfied", "waived"].contains(statement.verb)
      if let mode = launch?.cmi5("launchmode"), mode.string != "Normal", !isAllowed { continue }
      if let mastery = Ratio(json: statement.cmi5("masteryscore")) ?? Ratio(json: launch?.cmi5("masteryscore")),
        let scaled = statement.points("scaled")
      {
        if statement.verb == "passed", scaled < mastery { continue }
        if statement.verb == "failed", scaled >= mastery { continue }
      }
      let hasPassed = counting.contains { $0.isCMI5 && $0.verb == "passed" && $0.object.id == statement.object.id }
      if statement.isCMI5, statement.verb == "failed", hasPassed { continue }
      counting.append(statement)
    }
    return counting
  }

  func completion(_ all: [Statement], _ course: String) -> (progress: Int, completed: Ratio?, score: Int?) {
    let counting = counting(all)
    let onCourse = counting.filter(\.isOnCourse)
    let scoring = ["passed", "failed", "completed", "scored", "earned", "terminated", "mastered"]
    let score = onCourse.filter { scoring.contains($0.verb) }.compactMap(\.score).last
    let values = ["Completed", "Passed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"]
    let moveOn = all.filter { $0.isOnCourse && $0.verb == "launched" }
      .compactMap { $0.cmi5("moveon")?.string }.last { values.contains($0) }
    let completed = onCourse.first { $0.verb == "completed" || $0.completion }?.time
    let passed = passed(onCourse)
    var instant: Ratio?
    switch moveOn {
    case "Completed": instant = completed
    case "Passed": instant = passed
    case "CompletedAndPassed":
      if let completed, let passed { instant = max(completed, passed) }
    case "NotApplicable": instant = all[0].time
    default: instant = [completed, passed].compactMap { $0 }.min()
    }
    let waived = onCourse.first { ["satisfied", "waived"].contains($0.verb) }?.time
    instant = [instant, waived].compactMap { $0 }.min()
    if let instant { return (10_000, instant, score) }

    let reports = reports(onCourse)
    let full = moveOn == nil ? reports.first { $0.0 >= Ratio(100) }?.1 : nil
    let required = listed.filter { $0.value.course == course && $0.value.isRequired }.map(\.key)
    let done = required.compactMap { activity in
      counting.first { $0.object.id == activity && isDone($0) }?.time
    }
    let allDone = done.count == required.count ? done.max() : nil
    if let instant = [full, allDone].compactMap({ $0 }).min() { return (10_000, instant, score) }
    var progress = required.isEmpty ? 0 : 10_000 * done.count / required.count
    for (value, _) in reports {
      progress = max(progress, value >= Ratio(100) ? 9_900 : (value * Ratio(100)).floor)
    }
    return (progress, nil, score)
  }

  private func passed(_ onCourse: [Statement]) -> Ratio? {
    let verdicts = onCourse.compactMap { statement -> (Bool, Ratio)? in
      switch statement.verb {
      case "passed": (true, statement.time)
      case "failed": (false, statement.time)
      case "terminated": statement.isSCORM ? statement.success.map { ($0, statement.time) } : nil
      default: nil
      }
    }
    guard verdicts.last?.0 == true else { return nil }
    let lastFail = verdicts.lastIndex { !$0.0 } ?? -1
    return verdicts[lastFail + 1].1
  }

  private func reports(_ onCourse: [Statement]) -> [(Ratio, Ratio)] {
    var reports: [(Ratio, Ratio)] = []
    for statement in onCourse {
      if let progress = statement.progress { reports.append((progress, statement.time)) }
      if kind(statement.object) == "video",
        let progress = Ratio(json: statement.result["https://w3id.org/xapi/video/extensions/progress"])
      {
        reports.append((progress * Ratio(100), statement.time))
      }
      if statement.isSCORM, statement.verb == "progressed", let scaled = statement.points("scaled") {
        reports.append((scaled * Ratio(100), statement.time))
      }
    }
    return reports
  }

  private func isDone(_ statement: Statement) -> Bool {
    ["completed", "passed", "waived"].contains(statement.verb) || statement.completion
      || (statement.progress ?? Ratio(0)) >= Ratio(100)
  }
}

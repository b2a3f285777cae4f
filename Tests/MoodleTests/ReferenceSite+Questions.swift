import Foundation

// Questions, answers, posts, certificates and classrooms: moodle.md §9.

extension ReferenceSite {
  mutating func mapAnswers() {
    var right: [Int: [String?]] = [:]
    for attempt in tables["question_attempts"] {
      guard let usage = tables["quiz_attempts"].first(where: { $0["uniqueid"] == attempt["questionusageid"] }),
        usage["state"] == "finished", usage.int("preview") == 0, let quiz = activity("quiz", usage.int("quiz")),
        isPerson(usage.int("userid")), let question = one("question", attempt.int("questionid")),
        question.int("length") != 0
      else { continue }
      let steps = all("question_attempt_steps", "questionattemptid", attempt.int("id")!).sorted {
        $0.int("sequencenumber")! < $1.int("sequencenumber")!
      }
      guard let last = steps.last, !["gaveup", "mangaveup", "finished", "todo", "notstarted"].contains(last["state"]),
        let response = steps.last(where: {
          data($0).contains { !$0["name"]!.hasPrefix("_") && !$0["name"]!.hasPrefix("-") }
        })
      else { continue }
      right[question.int("id")!, default: []].append(attempt.plain("rightanswer"))
      let isScored = !["needsgrading", "complete", "invalid"].contains(last["state"])
      let id = "moodle:c\(quiz["course"]!)"
      let hasAttempt =
        records["attempts"]?.contains { $0["id"] == id && $0["user"] == "moodle:u\(usage["userid"]!)" } == true
      add(
        "answers",
        [
          "id": "moodle:qa\(attempt["id"]!)", "user": "moodle:u\(usage["userid"]!)",
          "question": "moodle:q\(question["id"]!)",
          "attempt": hasAttempt ? id : nil, "answered_at": iso(response.time("timecreated") ?? now),
          "response": self.response(question, attempt, first: data(steps[0]), data(response)),
          "score": isScored ? last.decimal("fraction").map { percent($0, 1) } : nil,
        ])
      for step in steps {
        guard let text = data(step).first(where: { $0["name"] == "-comment" })?.html("value"),
          isPerson(step.int("userid"))
        else { continue }
        add(
          "posts",
          [
            "id": "moodle:qs\(step["id"]!)", "author": "moodle:u\(step["userid"]!)", "kind": "correction",
            "place": "course",
            "place_id": id, "created_at": iso(step.time("timecreated") ?? now), "text": text,
          ])
      }
    }
    for (question, answers) in right {
      mapQuestion(one("question", question)!, Set(answers).count == 1 ? answers[0] : nil)
    }
  }

  func data(_ step: Row) -> [Row] { all("question_attempt_step_data", "attemptstepid", step.int("id")!) }

  func response(_ question: Row, _ attempt: Row, first: [Row], _ data: [Row]) -> String? {
    let value = { (rows: [Row], name: String) in rows.first { $0["name"] == name }?["value"] }
    let order = { (name: String) in (value(first, name) ?? "").split(separator: ",").map { Int($0)! } }
    let answer = value(data, "answer")
    /// Data with a number after this name, by number.
    func numbered(_ name: String) -> [(Int, String)] {
      data.compactMap { row in
        row["name"]!.wholeMatch(of: #/([a-z]+)(\d+)/#).flatMap { $0.1 == name ? (Int($0.2)!, row["value"]!) : nil }
      }.sorted { $0.0 < $1.0 }
    }
    switch question["qtype"] {
    case "truefalse": return answer == "1" ? "true" : answer == "0" ? "false" : nil
    case "multichoice":
      let ids = order("_order")
      let chosen = answer.map { [Int($0)!] } ?? numbered("choice").filter { $0.1 == "1" }.map { $0.0 }
      return chosen.filter(ids.indices.contains).map { String(ids[$0]) }.joined(separator: "[,]")
    case "shortanswer", "numerical", "calculated", "calculatedsimple": return answer
    case "essay": return answer.flatMap(htmlText)
    case "match":
      let (stems, choices) = (order("_stemorder"), order("_choiceorder"))
      let pairs = numbered("sub").filter { $0.1 != "0" }.map { stem, choice in
        "\(stems[stem])[.]\(target(choices[Int(choice)! - 1], of: question))"
      }
      return pairs.joined(separator: "[,]")
    default: return attempt.plain("responsesummary")
    }
  }

  func items(_ question: Row) -> [Row] {
    all("qtype_match_subquestions", "questionid", question.int("id")!).sorted { $0.int("id")! < $1.int("id")! }
  }

  func target(_ item: Int, of question: Row) -> Int {
    let text = one("qtype_match_subquestions", item)?.html("answertext")
    return items(question).first { $0.html("answertext") == text }!.int("id")!
  }

  mutating func mapQuestion(_ question: Row, _ rightAnswer: String?) {
    let id = question.int("id")!
    let answers = all("question_answers", "question", id).sorted { $0.int("id")! < $1.int("id")! }
    let right = answers.filter { $0.decimal("fraction") == 1 }
    var (interaction, choices, correct) = ("other", nil as String?, rightAnswer)
    switch question["qtype"] {
    case "truefalse":
      let answer = all("question_truefalse", "question", id).first.flatMap {
        one("question_answers", $0.int("trueanswer"))
      }
      (interaction, correct) = ("true-false", answer.map { $0.decimal("fraction")! > 0 ? "true" : "false" })
    case "multichoice":
      let isSingle = all("qtype_multichoice_options", "questionid", id).first?.int("single") != 0
      let chosen = isSingle ? Array(right.prefix(1)) : answers.filter { $0.decimal("fraction")! > 0 }
      (interaction, choices) = ("choice", json(answers, "answer"))
      correct = chosen.map { $0["id"]! }.joined(separator: "[,]")
    case "shortanswer": (interaction, correct) = ("fill-in", right.first { !$0["answer"]!.contains("*") }?["answer"])
    case "numerical": (interaction, correct) = ("numeric", right.first { number($0["answer"]) != nil }?.plain("answer"))
    case "calculated", "calculatedsimple": (interaction, correct) = ("numeric", nil)
    case "essay": (interaction, correct) = ("long-fill-in", nil)
    case "match":
      let sources = items(question).filter { $0.html("questiontext") != nil }
      let targets = items(question).filter { target($0.int("id")!, of: question) == $0.int("id") }
      interaction = "matching"
      choices = "{\"source\":\(json(sources, "questiontext")),\"target\":\(json(targets, "answertext"))}"
      correct = sources.map { "\($0["id"]!)[.]\(target($0.int("id")!, of: question))" }.joined(separator: "[,]")
    default: break
    }
    add(
      "questions",
      [
        "id": "moodle:q\(id)", "statement": question.html("questiontext") ?? question.name("name"),
        "interaction": interaction,
        "choices": choices, "correct": correct, "course": course(ofQuestion: question).map { "moodle:c\($0)" },
        "tags": useTags("core_question", "question", id),
      ])
  }

  func json(_ rows: [Row], _ column: String) -> String {
    "[" + rows.map { "{\"id\":\"\($0["id"]!)\",\"description\":\"\($0.html(column) ?? "")\"}" }.joined(separator: ",")
      + "]"
  }

  func course(ofQuestion question: Row) -> Int? {
    let version = all("question_versions", "questionid", question.int("id")!).first
    let entry = one("question_bank_entries", version?.int("questionbankentryid"))
    let category = one("question_categories", entry?.int("questioncategoryid") ?? question.int("category"))
    guard let context = one("context", category?.int("contextid")) else { return nil }
    switch context.int("contextlevel") {
    case 50: return course(context.int("instanceid"))?.int("id")
    case 70: return course(one("course_modules", context.int("instanceid"))?.int("course"))?.int("id")
    default: return nil
    }
  }
}

// Quizzes and questions of random sites.

extension RandomSite {
  static let types = [
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

  mutating func makeQuestions() {
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
  mutating func makeSteps(_ attempt: [String: String]) {
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

  mutating func response(_ type: String, isSingle: Bool, _ answers: Int) -> [String: String] {
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
}

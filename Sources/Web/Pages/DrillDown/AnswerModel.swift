import Records

/// An answered question, for `answer.mustache`: texts if there is one value to show, else a table.
struct AnswerModel {
  private let question: AnsweredQuestion
  private let language: Language

  /// A response may have thousands of items.
  private static let linesShown = 200

  init(_ question: AnsweredQuestion, _ language: Language) {
    self.question = question
    self.language = language
  }

  var model: PageModel {
    let isTable = question.lines.count > 1 || question.lines.contains { $0.label != nil }
    var model: PageModel = [
      "texts": isTable ? [PageModel]() : texts, "faults": question.faults.map(fault), "rules": rules,
      "others": question.others.prefix(Self.linesShown).map(spelled),
    ]
    if isTable { model["table"] = table }
    let rest = question.lines.count - Self.linesShown
    if rest > 0 { model["more"] = language.plural("answer_more", rest) }
    if question.lines.contains(where: { $0.mark != nil }) { model["note"] = language("answer_by_platform") }
    return model
  }

  // MARK: A table

  private var table: PageModel {
    let hasLabels = question.lines.contains { $0.label != nil }
    let hasMarks = question.lines.contains { $0.mark != nil }
    let label = language("answer_label_\(question.interaction.word)")
    let titles: [(String, String)?] = [
      hasLabels ? (label, "text") : nil, (language("answer_given"), "text"), (language("answer_correct"), "text"),
      hasMarks ? (language("answer_mark"), "status") : nil,
    ]
    let rows = question.lines.prefix(Self.linesShown).map { line -> PageModel in
      let cells: [PageModel?] = [
        hasLabels ? TableModel.cell(label, "text", line.label.map(word), isLead: true) : nil,
        TableModel.cell(language("answer_given"), "text", line.given.map { word($0, label: "answer_chosen") }),
        TableModel.cell(language("answer_correct"), "text", line.correct.map { word($0, label: "answer_is_correct") }),
        hasMarks ? markCell(line.mark) : nil,
      ]
      return ["cells": cells.compactMap(\.self)]
    }
    return [
      "caption": language("answer_caption"), "rows": Array(rows),
      "columns": titles.compactMap { $0.map { TableModel.column($0.0, $0.1) } },
    ]
  }

  private func markCell(_ mark: AnsweredQuestion.Mark?) -> PageModel {
    var cell = TableModel.cell(
      language("answer_mark"), "status", mark.map { word($0) } ?? "")
    cell["tone"] = mark.map(Self.tone)
    return cell
  }

  /// With a symbol, so that color is not the only indication.
  private func word(_ mark: AnsweredQuestion.Mark) -> String { language("answer_mark_\(mark.rawValue)") }

  private static func tone(_ mark: AnsweredQuestion.Mark) -> String {
    switch mark {
    case .right: "good"
    case .wrong: "bad"
    case .missed: "warn"
    }
  }

  // MARK: Texts

  private var texts: [PageModel] {
    let line = question.lines.first
    var given = text("answer_given", line?.given)
    if let mark = line?.mark {
      given["mark"] = ["title": word(mark), "tone": Self.tone(mark)] as PageModel
    }
    return [given, text("answer_correct", line?.correct)]
  }

  private func text(_ title: String, _ term: AnsweredQuestion.Term?) -> PageModel {
    var model: PageModel = ["title": language(title)]
    model["value"] = term.map { word($0) }
    if case .text(_, let tag?)? = term { model["lang"] = tag }
    return model
  }

  // MARK: Words

  private func word(_ term: AnsweredQuestion.Term) -> String { word(term, label: "answer_is_correct") }

  /// - Parameter label: the key of the text for a term that refers to the line's label.
  private func word(_ term: AnsweredQuestion.Term, label: String) -> String {
    switch term {
    case .text(let text, _): text
    case .unknown(let id): id
    case .truth(let isTrue): language(isTrue ? "answer_true" : "answer_false")
    case .place(let number): language.number(number)
    case .range(let low?, let high?): language("answer_range", ["low": low, "high": high])
    case .range(let low?, nil): language("answer_from", ["low": low])
    case .range(nil, let high): language("answer_to", ["high": high ?? ""])
    case .label: language(label)
    }
  }

  /// Another correct response, on one line.
  private func spelled(_ lines: [AnsweredQuestion.Line]) -> String {
    lines.prefix(Self.linesShown).map { line in
      switch (line.label, line.correct) {
      case (let label?, .label?): word(label)
      case (.place?, let correct?), (nil, let correct?): word(correct)
      case (let label?, let correct?): "\(word(label)) → \(word(correct))"
      default: ""
      }
    }.joined(separator: " · ")
  }

  private var rules: [String] {
    [
      question.caseMatters.map { language($0 ? "answer_case_matters" : "answer_case_free") },
      question.orderMatters.map { language($0 ? "answer_order_matters" : "answer_order_free") },
    ].compactMap(\.self)
  }

  private func fault(_ fault: AnsweredQuestion.Fault) -> PageModel {
    switch fault {
    case .noResponse: ["message": language("answer_no_response"), "tone": ""]
    case .noCorrect: ["message": language("answer_no_correct"), "tone": ""]
    case .noChoices: ["message": language("answer_no_choices"), "tone": ""]
    case .unknownChoices: ["message": language("answer_unknown_choices"), "tone": "warn"]
    case .response(let raw): ["message": language("answer_bad_response"), "tone": "warn", "raw": raw]
    case .correct(let raw): ["message": language("answer_bad_correct"), "tone": "warn", "raw": raw]
    case .choices(let raw): ["message": language("answer_bad_choices"), "tone": "warn", "raw": raw]
    }
  }
}

import Hummingbird
import Records
import Statistics

/// What the page of an answered question shows.
struct AnswerView {
  let answer: GivenAnswer
  let question: AnsweredQuestion
  let visit: WebRequest

  private var language: Language { visit.language }

  /// A response may have thousands of items.
  private static let linesShown = 200

  func model(_ page: DrillDown) throws -> AnswerModel {
    let isTable = question.lines.count > 1 || question.lines.contains { $0.label != nil }
    let rest = question.lines.count - Self.linesShown
    let hasMarks = question.lines.contains { $0.mark != nil }
    return AnswerModel(
      trail: try page.trail, drill: page.head, statement: answer.question.name, verdict: verdict, facts: facts,
      texts: isTable ? [] : texts, table: isTable ? table : nil,
      more: rest > 0 ? language.plural("answer_more", rest) : nil, faults: question.faults.map(fault),
      others: question.others.prefix(Self.linesShown).map(spelled), rules: rules,
      note: hasMarks ? language("answer_by_platform") : nil)
  }

  /// From the stored score; in words and with a symbol, so that color is not the only indication.
  private var verdict: Badge {
    switch answer.score {
    case nil: Badge(title: language("answer_verdict_unscored"), tone: .plain)
    case Percentage.whole?: Badge(title: language("answer_verdict_right"), tone: .good)
    case 0?: Badge(title: language("answer_verdict_wrong"), tone: .bad)
    default: Badge(title: language("answer_verdict_partly"), tone: .warn)
    }
  }

  private var facts: [Fact] {
    let shown = visit.shown
    var facts = [
      Fact(title: language("column_score"), value: answer.score.flatMap { shown.percent(Fraction($0, 1)) }),
      Fact(title: language("column_date"), value: shown.instant(answer.answeredAt)),
    ]
    if let course = answer.course {
      let href = "\(answer.subject.page)/courses/\(Query.encoded(course.id))/attempts"
      facts.append(Fact(title: language("block_course"), value: course.name, href: href))
    }
    return facts
  }

  // MARK: A table

  private var table: Table {
    let hasLabels = question.lines.contains { $0.label != nil }
    let hasMarks = question.lines.contains { $0.mark != nil }
    let label = language("answer_label_\(question.interaction.word)")
    let columns = [
      hasLabels ? Table.Column(label, .text) : nil, Table.Column(language("answer_given"), .text),
      Table.Column(language("answer_correct"), .text), hasMarks ? Table.Column(language("answer_mark"), .status) : nil,
    ]
    let rows = question.lines.prefix(Self.linesShown).map { line in
      [
        hasLabels ? Table.Cell(label, .text, line.label.map(word), isLead: true) : nil,
        Table.Cell(language("answer_given"), .text, line.given.map { word($0, label: "answer_chosen") }),
        Table.Cell(language("answer_correct"), .text, line.correct.map { word($0, label: "answer_is_correct") }),
        hasMarks ? markCell(line.mark) : nil,
      ].compactMap(\.self)
    }
    return Table(language("answer_caption"), columns.compactMap(\.self), rows)
  }

  private func markCell(_ mark: AnsweredQuestion.Mark?) -> Table.Cell {
    var cell = Table.Cell(language("answer_mark"), .status, mark.map { badge($0).title } ?? "")
    cell.content.tone = mark.map { badge($0).tone }
    return cell
  }

  /// With a symbol, so that color is not the only indication.
  private func badge(_ mark: AnsweredQuestion.Mark) -> Badge {
    let tone: Tone =
      switch mark {
      case .right: .good
      case .wrong: .bad
      case .missed: .warn
      }
    return Badge(title: language("answer_mark_\(mark.rawValue)"), tone: tone)
  }

  // MARK: Texts

  private var texts: [AnswerModel.Text] {
    let line = question.lines.first
    var given = text("answer_given", line?.given)
    given.mark = line?.mark.map(badge)
    return [given, text("answer_correct", line?.correct)]
  }

  private func text(_ title: String, _ term: AnsweredQuestion.Term?) -> AnswerModel.Text {
    var text = AnswerModel.Text(title: language(title), value: term.map { word($0) })
    if case .text(_, let tag?)? = term { text.lang = tag }
    return text
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

  private func fault(_ fault: AnsweredQuestion.Fault) -> AnswerModel.Fault {
    func said(_ key: String, _ tone: Tone = .neutral, _ raw: String? = nil) -> AnswerModel.Fault {
      AnswerModel.Fault(message: language("answer_\(key)"), tone: tone, raw: raw)
    }
    return switch fault {
    case .noResponse: said("no_response")
    case .noCorrect: said("no_correct")
    case .noChoices: said("no_choices")
    case .unknownChoices: said("unknown_choices", .warn)
    case .response(let raw): said("bad_response", .warn, raw)
    case .correct(let raw): said("bad_correct", .warn, raw)
    case .choices(let raw): said("bad_choices", .warn, raw)
    }
  }
}

import Records

/// What Tallybook makes of a question of Moodle: moodle.md §9.
enum QuestionType {
  case trueFalse, choice, fillIn, numeric, essay, matching, other

  /// - Parameter name: `question.qtype`.
  init(_ name: String) {
    switch name {
    case "truefalse": self = .trueFalse
    case "multichoice": self = .choice
    case "shortanswer": self = .fillIn
    case "numerical", "calculated", "calculatedsimple": self = .numeric
    case "essay": self = .essay
    case "match": self = .matching
    default: self = .other
    }
  }

  var interaction: Interaction {
    switch self {
    case .trueFalse: .trueFalse
    case .choice: .choice
    case .fillIn: .fillIn
    case .numeric: .numeric
    case .essay: .longFillIn
    case .matching: .matching
    case .other: .other
    }
  }
}

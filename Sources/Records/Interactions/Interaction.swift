/// The interaction types of the xAPI specification, part 2, *Interaction Activities*.
package enum Interaction: String, Sendable, CaseIterable {
  case trueFalse = "true-false"
  case choice
  case fillIn = "fill-in"
  case longFillIn = "long-fill-in"
  case matching
  case performance
  case sequencing
  case likert
  case numeric
  case other

  /// Whether the learner answers by choosing among the question's `choices`.
  package var hasChoices: Bool {
    switch self {
    case .choice, .matching, .performance, .sequencing, .likert: true
    case .trueFalse, .fillIn, .longFillIn, .numeric, .other: false
    }
  }
}

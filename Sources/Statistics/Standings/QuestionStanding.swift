import Records

/// A row of the section *Answered questions*: all of a user's answers to a question.
package struct QuestionStanding: Standing {
  package static let table = "question_standings"
  package static let columns = [
    "question_key", "answers", "score_sum", "score_count", "last_activity", "first_score", "full_scores",
  ]

  let question: Int
  var answers = 0
  var scoreSum = 0
  var scoreCount = 0
  var lastActivity = Int.min
  /// The earliest scored answer.
  private var firstScored: UserFacts.Answer?
  /// The number of answers with a score of 100.
  var fullScores = 0

  private init(_ question: Int) { self.question = question }

  package var values: [Int?] {
    [question, answers, scoreSum, scoreCount, lastActivity, firstScored?.score, fullScores]
  }

  static func all(_ answers: [UserFacts.Answer]) -> [QuestionStanding] {
    var standings: [Int: QuestionStanding] = [:]
    for answer in answers {
      standings[answer.question, default: QuestionStanding(answer.question)].count(answer)
    }
    return standings.values.sorted { $0.question < $1.question }
  }

  private mutating func count(_ answer: UserFacts.Answer) {
    answers += 1
    if let score = answer.score {
      scoreSum += score
      scoreCount += 1
      if score == Percentage.whole { fullScores += 1 }
      if firstScored.map({ answer.isBefore($0) }) ?? true { firstScored = answer }
    }
    lastActivity = max(lastActivity, answer.answeredAt)
  }
}

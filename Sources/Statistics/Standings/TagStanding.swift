/// A row of the section *Tags*: answers to the tag's questions and results of its assessments. A fact with several
/// tags counts in each.
package struct TagStanding: Standing {
  package static let table = "tag_standings"
  package static let columns = [
    "tag_key", "training_sum", "training_count", "assessment_sum", "assessment_count", "work",
  ]

  let tag: Int
  var trainingSum = 0
  var trainingCount = 0
  var assessmentSum = 0
  var assessmentCount = 0
  var work = 0

  package var values: [Int?] {
    [tag, trainingSum, trainingCount, assessmentSum, assessmentCount, work]
  }

  static func all(_ facts: UserFacts, _ curriculum: Curriculum) -> [TagStanding] {
    var standings: [Int: TagStanding] = [:]
    for answer in facts.answers {
      for tag in curriculum.questionTags[answer.question] ?? [] {
        standings[tag, default: TagStanding(tag: tag)].countAnswer(answer.score)
      }
    }
    for result in facts.results {
      for tag in curriculum.assessmentTags[result.assessment] ?? [] {
        standings[tag, default: TagStanding(tag: tag)].countResult(result.score)
      }
    }
    return standings.values.sorted { $0.tag < $1.tag }
  }

  private mutating func countAnswer(_ score: Int?) {
    work += 1
    guard let score else { return }
    trainingSum += score
    trainingCount += 1
  }

  private mutating func countResult(_ score: Int?) {
    work += 1
    guard let score else { return }
    assessmentSum += score
    assessmentCount += 1
  }
}

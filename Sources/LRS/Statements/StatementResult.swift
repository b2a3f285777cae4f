import Support

/// The result of a statement.
package struct StatementResult: Sendable {
  let raw: ExactNumber?
  let min: ExactNumber?
  let max: ExactNumber?
  let scaled: ExactNumber?
  let success: Bool?
  let completion: Bool?
  let response: String?
  let duration: ExactTime?
  let extensions: StatementExtensions

  init(_ json: JSONValue) {
    let score = json["score"]
    (raw, min) = (ExactNumber(score?["raw"]), ExactNumber(score?["min"]))
    (max, scaled) = (ExactNumber(score?["max"]), ExactNumber(score?["scaled"]))
    success = json["success"]?.bool
    completion = json["completion"]?.bool
    response = json["response"]?.string
    duration = json["duration"]?.string.flatMap { ISODuration($0)?.length }
    extensions = StatementExtensions(json["extensions"])
  }
}

extension ExactNumber {
  /// A number, or a text that is one.
  init?(_ json: JSONValue?) {
    switch json {
    case .number(let text), .string(let text): self.init(text)
    default: return nil
    }
  }
}

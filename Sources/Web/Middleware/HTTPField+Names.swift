import HTTPTypes

/// Header names that HTTPTypes does not define.
extension HTTPField.Name {
  static let forwardedFor = known("X-Forwarded-For")
  static let frameOptions = known("X-Frame-Options")
  static let referrerPolicy = known("Referrer-Policy")
  static let requestID = known("X-Request-Id")
  static let experienceVersion = known("X-Experience-API-Version")
  static let consistentThrough = known("X-Experience-API-Consistent-Through")
  static let attachmentHash = "X-Experience-API-Hash"

  private static func known(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not the name of a header") }
    return name
  }
}

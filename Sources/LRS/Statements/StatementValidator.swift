package import Support

/// Checks a statement against every requirement that concerns one statement (xAPI 1.0.3, Data 2; IEEE 9274.1.1 §4.2).
package struct StatementValidator {
  let version: XAPIVersion

  package init(_ version: XAPIVersion) { self.version = version }

  package func check(_ statement: JSONValue) throws(StatementFault) {
    let node = StatementNode(value: statement, path: "")
    try node.checkMembers([
      "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version",
      "attachments",
    ])
    try node["id"]?.checkUUID()
    try node["stored"].map(checkTimestamp)
    try node["authority"].map(checkAuthority)
    try node["version"].map(checkVersion)
    try checkEvent(node)
    if try node.required("verb").required("id").text() == StatementVerb.voided,
      node["object"]?.objectType != "StatementRef"
    {
      throw try node.required("object").fault("is not a StatementRef, but the verb is voided")
    }
  }

  /// What a statement and a SubStatement have in common.
  private func checkEvent(_ node: StatementNode) throws(StatementFault) {
    try checkActor(try node.required("actor"))
    try checkVerb(try node.required("verb"))
    try checkObject(try node.required("object"))
    try node["result"].map(checkResult)
    try node["context"].map { node throws(StatementFault) in try checkContext(node) }
    try node["timestamp"].map(checkTimestamp)
    try checkObjectOfContext(node)
    try node["attachments"].map(checkAttachments)
  }

  private func checkVerb(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["id", "display"])
    try node.required("id").checkIRI()
    try node["display"]?.checkLanguageMap()
  }

  private func checkTimestamp(_ node: StatementNode) throws(StatementFault) {
    let format = version == .v2 ? "an RFC 3339 timestamp" : "an ISO 8601 timestamp"
    try node.checkText(format + " (an offset of -00:00 is not allowed)") { Timestamp.isValid($0, version) }
  }

  /// 1.0.3: `1.0` and `1.0.x`; 2.0: also `2.0` and `2.0.x`.
  private func checkVersion(_ node: StatementNode) throws(StatementFault) {
    try node.checkText("a version of xAPI that this door reads") { text in
      let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map {
        String(Substring($0))
      }
      let isKnown = parts.first == "1" || parts.first == "2" && version == .v2
      let isPatch = parts.count == 2 || parts.count == 3 && Int(parts[2]) != nil
      return isKnown && isPatch && parts[1] == "0"
    }
  }

  private func checkObject(_ node: StatementNode) throws(StatementFault) {
    switch node.objectType {
    case nil, "Activity": try checkActivity(node)
    case "Agent", "Group": try checkActor(node)
    case "StatementRef": try checkStatementReference(node)
    case "SubStatement": try checkSubStatement(node)
    default: throw node.fault("has an unknown objectType")
    }
  }

  func checkStatementReference(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers(["objectType", "id"])
    guard node.objectType == "StatementRef" else { throw node.fault("is not a StatementRef") }
    try node.required("id").checkUUID()
  }

  private func checkSubStatement(_ node: StatementNode) throws(StatementFault) {
    try node.checkMembers([
      "objectType", "actor", "verb", "object", "result", "context", "timestamp", "attachments",
    ])
    if node["object"]?.objectType == "SubStatement" { throw node.fault("contains a SubStatement") }
    try checkEvent(node)
  }
}

extension StatementNode {
  /// Nil if there is none; an empty text if it is not a text.
  var objectType: String? { self["objectType"].map { $0.value.string ?? "" } }
}

extension StatementValidator {
  func checkAttachments(_ node: StatementNode) throws(StatementFault) {
    for item in try node.items() {
      try item.checkMembers(["usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"])
      try item.required("usageType").checkIRI()
      try item.required("display").checkLanguageMap()
      try item["description"]?.checkLanguageMap()
      try item.required("contentType").checkText("a media type", TextFormat.isMediaType)
      let length = try item.required("length")
      guard try length.number().isNaturalNumber else { throw length.fault("is not a number of bytes") }
      try item.required("sha2").checkText("a SHA-2 digest in hexadecimal") {
        [56, 64, 96, 128].contains($0.utf8.count) && $0.utf8.allSatisfy(TextFormat.isHexDigit)
      }
      try item["fileUrl"]?.checkIRI()
    }
  }
}

import Foundation
import Mustache

/// The templates, each with the content type below: the library's own escapes by `Character`, and `"` followed by a combining
/// mark is another character than `"`, which it leaves as it is.
enum Templates {
  static func library() throws -> MustacheLibrary {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    let folder = Server.resources.appending(path: "Templates")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var library = MustacheLibrary()
    for file in files where file.pathExtension == "mustache" {
      let text = try String(contentsOf: file, encoding: .utf8)
      try library.register(
        "{{% CONTENT_TYPE: \(HTMLText.name)}}\n" + text, named: file.deletingPathExtension().lastPathComponent)
    }
    return library
  }

  /// Escapes byte by byte.
  private struct HTMLText: MustacheContentType {
    static let name = "HTML-BYTES"

    func escapeText(_ text: String) -> String { text.html }
  }
}

extension String {
  /// As it stands in HTML, also in the value of an attribute in quotes of either kind.
  var html: String {
    guard utf8.contains(where: { Self.htmlName($0) != nil }) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count + 16)
    for byte in utf8 {
      if let name = Self.htmlName(byte) { bytes += name.utf8 } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func htmlName(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}

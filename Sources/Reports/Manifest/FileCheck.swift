import Foundation
import Spreadsheets
import Support

/// Verifies a file against its manifest.
package enum FileCheck {
  /// An error, with a message that says what to do.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case noSideFile(String)
    case noFacts(String)
    case noCover
    case damaged
    case cutOff(bytes: Int, of: Int)
    case altered(String)

    package var description: String {
      switch self {
      case .unreadable(let path): "\(path) cannot be read; check the path and the file permissions."
      case .noSideFile(let path):
        "The description file \(path) is missing. Download it together with this file and keep both in one folder."
      case .noFacts(let path): "\(path) is not a description file written by Tallybook."
      case .noCover:
        "The workbook has no cover sheet to check it against. Include the cover sheet when you download the file."
      case .damaged: "The file is damaged or truncated: it is not a complete XLSX file. Download it again."
      case .cutOff(let bytes, let whole):
        "The file is truncated: it has \(bytes) of \(whole) bytes. Download it again."
      case .altered(let what): "The file was altered after it was written: \(what)."
      }
    }
  }

  /// - Returns: the manifest's lines.
  /// - Throws: `Fault`.
  package static func check(_ path: String) throws -> [(String, String)] {
    guard let file = FileHandle(forReadingAtPath: path) else { throw Fault.unreadable(path) }
    defer { try? file.close() }
    return path.lowercased().hasSuffix(".xlsx") ? try checkWorkbook(path) : try checkText(path, file)
  }

  private static func checkText(_ path: String, _ file: FileHandle) throws -> [(String, String)] {
    let side = path + FileManifest.ending
    guard let text = FileManager.default.contents(atPath: side) else { throw Fault.noSideFile(side) }
    guard let facts = FileManifest(text: text), let whole = facts.bytes else { throw Fault.noFacts(side) }
    let digest = Digest()
    var bytes = 0
    while let piece = try file.read(upToCount: 65_536), !piece.isEmpty {
      digest.add(ArraySlice(piece))
      bytes += piece.count
    }
    if bytes < whole { throw Fault.cutOff(bytes: bytes, of: whole) }
    guard bytes == whole, digest.text() == facts.sha256 else {
      throw Fault.altered(
        bytes == whole ? "its checksum differs" : "it has \(bytes) bytes instead of \(whole)")
    }
    return facts.lines
  }

  private static func checkWorkbook(_ path: String) throws -> [(String, String)] {
    let reader: XLSXReader
    do { reader = try XLSXReader(path: path) } catch { throw Fault.damaged }
    do {
      let lines = try reader.lines(ofSheet: 1)
      guard let said = lines.first(where: { $0.0 == FileManifest.digestLine })?.1 else { throw Fault.noCover }
      let digest = Digest()
      var sheet = 2
      while try reader.rows(ofSheet: sheet, { digest.add($0) }) { sheet += 1 }
      guard digest.text() == said else {
        throw Fault.altered("the checksum of its rows differs; saving it in another program causes this too")
      }
      return lines
    } catch is XLSXReader.Damage { throw Fault.damaged }
  }
}

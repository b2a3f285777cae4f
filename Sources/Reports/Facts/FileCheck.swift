import Access
import Foundation
import Spreadsheets

/// Checks a file against what it says of itself.
package enum FileCheck {
  /// What is wrong with it, in words that say what to do.
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
      case .unreadable(let path): "\(path) cannot be read; check the name and its rights."
      case .noSideFile(let path):
        "The file that says what it is, \(path), is missing: it is downloaded beside this one. Without it nothing can be checked."
      case .noFacts(let path): "\(path) is no file in which Tallybook says what another one is."
      case .noCover:
        "The workbook has no sheet that says what it is. Ask for it when you download the file (Include a cover sheet)."
      case .damaged: "The file is damaged or cut off: it is no whole XLSX file. Download it again."
      case .cutOff(let bytes, let whole):
        "The file is cut off: \(bytes) of \(whole) bytes are there. Download it again."
      case .altered(let what): "The file was altered since it was made: \(what)."
      }
    }
  }

  /// - Returns: what the file is.
  /// - Throws: `Fault`.
  package static func check(_ path: String) throws -> [(String, String)] {
    guard let file = FileHandle(forReadingAtPath: path) else { throw Fault.unreadable(path) }
    defer { try? file.close() }
    return path.lowercased().hasSuffix(".xlsx") ? try checkWorkbook(path) : try checkText(path, file)
  }

  private static func checkText(_ path: String, _ file: FileHandle) throws -> [(String, String)] {
    let side = path + FileFacts.ending
    guard let text = FileManager.default.contents(atPath: side) else { throw Fault.noSideFile(side) }
    guard let facts = FileFacts(text: text), let whole = facts.bytes else { throw Fault.noFacts(side) }
    let digest = Digest()
    var bytes = 0
    while let piece = try file.read(upToCount: 65_536), !piece.isEmpty {
      digest.add(ArraySlice(piece))
      bytes += piece.count
    }
    if bytes < whole { throw Fault.cutOff(bytes: bytes, of: whole) }
    guard bytes == whole, digest.text() == facts.sha256 else {
      throw Fault.altered(
        bytes == whole ? "its checksum is another one" : "it has \(bytes) bytes instead of \(whole)")
    }
    return facts.lines
  }

  private static func checkWorkbook(_ path: String) throws -> [(String, String)] {
    let reader: XLSXReader
    do { reader = try XLSXReader(path: path) } catch { throw Fault.damaged }
    do {
      let lines = try reader.lines(ofSheet: 1)
      guard let said = lines.first(where: { $0.0 == FileFacts.digestLine })?.1 else { throw Fault.noCover }
      let digest = Digest()
      var sheet = 2
      while try reader.rows(ofSheet: sheet, { digest.add($0) }) { sheet += 1 }
      guard digest.text() == said else {
        throw Fault.altered("its rows have another checksum; a program that saves it anew does that too")
      }
      return lines
    } catch is XLSXReader.Damage { throw Fault.damaged }
  }
}

import CXLSXWriter
import Foundation

/// A workbook of libxlsxwriter, with its sheets and formats: owns the C memory and the files.
///
/// Rows go through temporary files beside the target (`constant_memory`), as large as the XML of the sheets; at the end
/// they are assembled into the target. If the book is let go before `close`, all of it disappears.
final class XLSXBook {
  typealias Sheet = UnsafeMutablePointer<lxw_worksheet>
  typealias Format = UnsafeMutablePointer<lxw_format>

  private let path: String
  private var book: UnsafeMutablePointer<lxw_workbook>?
  private var sheets: [Sheet] = []
  private var rowSheets = 0

  /// Creates the target, readable by its owner alone, so that a wrong path shows before the work and not after it.
  init(path: String) throws {
    self.path = path
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SpreadsheetError.system(errno, path: path) }
    Foundation.close(descriptor)
    book = folder.withCString { folder in
      var options = lxw_workbook_options()
      options.constant_memory = 1
      options.tmpdir = UnsafeMutablePointer(mutating: folder)  // copied by the library
      return workbook_new_opt(path, &options)
    }
    fixDates()
  }

  /// Sets the one date in the file that would follow the clock; the members of the zip are dated 1980 by the library.
  private func fixDates() {
    var properties = lxw_doc_properties()
    properties.created = 315_532_800  // 1980-01-01T00:00:00Z; 0 would mean now
    workbook_set_properties(book, &properties)
  }

  /// A new cell format. `number` is a number format in Excel's spelling.
  func format(number: String? = nil, bold: Bool = false) throws -> Format {
    guard let format = workbook_add_format(book) else {
      throw SpreadsheetError.cannotWrite(path: path, reason: "out of memory")
    }
    if let number { format_set_num_format(format, number) }
    if bold { format_set_bold(format) }
    return format
  }

  /// A new sheet behind the others; without a name of its own, Sheet1, Sheet2…
  func addSheet(named name: String? = nil) throws -> Sheet {
    if name == nil { rowSheets += 1 }
    guard let sheet = workbook_add_worksheet(book, name ?? "Sheet\(rowSheets)") else {
      throw SpreadsheetError.cannotWrite(path: path, reason: "no temporary file beside it")
    }
    sheets.append(sheet)
    return sheet
  }

  /// Hands out the rows of all sheets but one, as they will stand in the file.
  func readRows(behind first: Sheet, _ take: (UnsafeRawBufferPointer) -> Void) throws {
    for sheet in sheets where sheet != first {
      lxw_worksheet_write_single_row(sheet)  // the last row is held back until another one comes
      _ = try flushedSize(sheet)
      let file = sheet.pointee.optimize_tmpfile
      rewind(file)
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
        buffer.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      }
      fseek(file, 0, SEEK_END)
    }
  }

  /// Assembles the file.
  func close() throws {
    let sizes = try sheets.map(flushedSize)
    try checkSpace(for: sizes.reduce(0, +))
    // Without ZIP64 a member must stay below 4 GiB; with it some old readers fail, so it is there only when needed.
    if sizes.reduce(0, +) > 4_000_000_000 { book?.pointee.options.use_zip64 = 1 }
    errno = 0
    let result = workbook_close(book)
    let number = errno
    book = nil
    guard result == LXW_NO_ERROR else {
      try? FileManager.default.removeItem(atPath: path)
      if number == ENOSPC || number == EDQUOT { throw SpreadsheetError.noRoom(path: path) }
      throw SpreadsheetError.cannotWrite(path: path, reason: String(cString: lxw_strerror(result)))
    }
  }

  /// The bytes in a sheet's temporary file. The library ignores errors of writing; a full disk must not make a torn file.
  private func flushedSize(_ sheet: Sheet) throws -> Int {
    errno = 0
    guard let file = sheet.pointee.optimize_tmpfile, fflush(file) == 0, ferror(file) == 0 else {
      // An error of an earlier write is known by its flag alone: then the disk says whether it is full.
      let number = errno
      let isFull = number == 0 && (freeBytes ?? .max) < 1_048_576
      throw SpreadsheetError.system(isFull ? ENOSPC : number == 0 ? EIO : number, path: path)
    }
    return ftello(file)
  }

  /// Assembling copies every sheet once more.
  private func checkSpace(for size: Int) throws {
    guard let free = freeBytes, free > 0 else { return }
    guard free > size else { throw SpreadsheetError.noRoom(path: path) }
  }

  /// Free on the disk of the target; nil if nobody knows.
  private var freeBytes: Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
  }

  deinit {
    guard let book else { return }
    for sheet in sheets {
      if let file = sheet.pointee.optimize_tmpfile { fclose(file) }  // lxw_workbook_free forgets them
    }
    lxw_workbook_free(book)
    try? FileManager.default.removeItem(atPath: path)
  }
}

// SPDX-License-Identifier: MIT
#include "widgets/editor/textfile.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QStringDecoder>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct TextFiles
{
    Q_DECLARE_TR_FUNCTIONS(TextFile)
};

constexpr QByteArrayView mark = "\xEF\xBB\xBF";

} // namespace

Result<TextFile> TextFile::fromBytes(const QByteArray &bytes, const QString &name)
{
    if (bytes.contains('\0'))
        return refusedError(TextFiles::tr("“%1” is not a text file.").arg(name), TextFiles::tr("Give it to the job as an input instead."));
    TextFile file;
    file.byteOrderMark = bytes.startsWith(mark);
    const QByteArrayView content = QByteArrayView(bytes).sliced(file.byteOrderMark ? mark.size() : 0);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    file.text = decoder(content);
    if (decoder.hasError()) {
        file.encoding = Encoding::Latin1;
        file.byteOrderMark = false;
        file.text = QString::fromLatin1(bytes);
    }
    const qsizetype windows = file.text.count("\r\n"_L1);
    file.lineEnd = windows * 2 > file.text.count(u'\n') ? LineEnd::CrLf : LineEnd::Lf;
    file.text.replace("\r\n"_L1, "\n"_L1);
    // What the document takes for the end of a line as well.
    for (const char16_t c : {u'\r', u'\u2029', u'\uFDD0', u'\uFDD1'})
        file.text.replace(QChar(c), u'\n');
    const Result<QByteArray> again = file.toBytes(name);
    file.exact = again && *again == bytes;
    return file;
}

Result<QByteArray> TextFile::toBytes(const QString &name) const
{
    QString lines = text;
    if (lineEnd == LineEnd::CrLf)
        lines.replace("\n"_L1, "\r\n"_L1);
    if (encoding == Encoding::Utf8)
        return (byteOrderMark ? mark.toByteArray() : QByteArray()) + lines.toUtf8();
    if (std::ranges::any_of(lines, [](QChar c) { return c.unicode() > 0xFF; }))
        return refusedError(TextFiles::tr("“%1” is in Latin-1, which has no character for some of the text.").arg(name),
                            TextFiles::tr("Choose “Convert to UTF-8” above the text, then save again."));
    return lines.toLatin1();
}

Result<TextFile> readTextFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.isFile() && info.size() > largestScript) {
        return refusedError(TextFiles::tr("“%1” has %2, too much for a script: up to %3 can be edited.")
                                .arg(info.fileName(), QLocale().formattedDataSize(info.size(), 1, QLocale::DataSizeSIFormat),
                                     QLocale().formattedDataSize(largestScript, 0, QLocale::DataSizeSIFormat)),
                            TextFiles::tr("Give it to the job as an input, and write a script that runs it."));
    }
    const Result<QByteArray> bytes = readFile(path, largestScript);
    if (!bytes)
        return bytes.error();
    return TextFile::fromBytes(*bytes, QFileInfo(path).fileName());
}

Result<> writeTextFile(const QString &path, const TextFile &file)
{
    const Result<QByteArray> bytes = file.toBytes(QFileInfo(path).fileName());
    if (!bytes)
        return bytes.error();
    QSaveFile save(path);
    save.setDirectWriteFallback(true); // In a folder that is not ours, a file that is.
    if (!save.open(QIODevice::WriteOnly) || save.write(*bytes) != bytes->size() || !save.commit())
        return storageError(TextFiles::tr("The script could not be saved."), path, save.errorString());
    return {};
}

} // namespace punchcard

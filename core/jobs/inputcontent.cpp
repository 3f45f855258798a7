// SPDX-License-Identifier: MIT
#include "core/jobs/inputcontent.h"

#include "core/base/files.h"
#include "core/jobs/inputs.h"

#include <QCryptographicHash>
#include <QStringDecoder>

namespace punchcard {

namespace {

// Larger texts travel better as a blob: a tree request with many of them would be huge.
constexpr qsizetype largestInline = 256 << 10;

} // namespace

Result<QByteArray> readInput(const InputFile &file)
{
    if (file.kind == InputFile::Kind::Link)
        return file.target.toUtf8();
    return readFile(file.path, largestInput);
}

InputContent contentOf(const QByteArray &bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData("blob " + QByteArray::number(bytes.size()) + '\0');
    hash.addData(bytes);
    return {.sha = hash.result().toHex(), .isText = inputText(bytes).has_value()};
}

std::optional<QString> inputText(const QByteArray &bytes)
{
    if (bytes.size() > largestInline || bytes.contains('\0'))
        return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::ConvertInitialBom);
    QString text = decoder(bytes);
    if (decoder.hasError() || text.toUtf8() != bytes)
        return std::nullopt;
    return text;
}

} // namespace punchcard

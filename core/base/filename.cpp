// SPDX-License-Identifier: MIT
#include "core/base/filename.h"

#include <QStringDecoder>

namespace punchcard {

std::optional<QString> fileNameOf(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString name = decoder(bytes);
    return decoder.hasError() || name.toUtf8() != bytes ? std::nullopt : std::optional(name);
}

} // namespace punchcard

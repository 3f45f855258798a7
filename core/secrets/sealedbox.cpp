// SPDX-License-Identifier: MIT
#include "core/secrets/sealedbox.h"

#include <QCoreApplication>

#include <sodium.h>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Box
{
    Q_DECLARE_TR_FUNCTIONS(SealedBox)
};

} // namespace

Result<QByteArray> seal(const SecretString &value, const QByteArray &publicKey)
{
    const auto *const key = reinterpret_cast<const unsigned char *>(publicKey.constData());
    const QByteArrayView bytes = value.bytes();
    QByteArray box(bytes.size() + qsizetype(crypto_box_SEALBYTES), Qt::Uninitialized);
    // It also fails for a key that no honest server has, such as one of all zeros.
    if (publicKey.size() != qsizetype(crypto_box_PUBLICKEYBYTES) || sodium_init() < 0
        || crypto_box_seal(reinterpret_cast<unsigned char *>(box.data()), reinterpret_cast<const unsigned char *>(bytes.data()),
                           static_cast<unsigned long long>(bytes.size()), key)
            != 0)
        return Error{.kind = Error::Kind::Malformed,
                     .what = Box::tr("The server's key for secrets is none, so nothing was sent."),
                     .remedy = Box::tr("Try again; if it stays so, check the account's address."),
                     .detail = u"public key of %1 bytes"_s.arg(publicKey.size())};
    return box.toBase64();
}

} // namespace punchcard

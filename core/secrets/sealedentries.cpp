// SPDX-License-Identifier: MIT
#include "core/secrets/sealedentries.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QIODevice>

#include <sodium.h>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct SealedText
{
    Q_DECLARE_TR_FUNCTIONS(SealedEntries)
};

// The file: mark, operations, memory, salt, check, head of the stream; then one sealed message. Numbers are big-endian.
const QByteArray mark = "punchcard sealed 1\n";
constexpr quint64 mostOperations = 16;
constexpr quint64 mostMemory = quint64(1) << 30;
constexpr qsizetype checkSize = 16;
constexpr qsizetype streamHead = crypto_secretstream_xchacha20poly1305_HEADERBYTES;

Error damaged()
{
    return Error{.kind = Error::Kind::Corrupt,
                 .what = SealedText::tr("The file with the sealed tokens is damaged."),
                 .remedy = SealedText::tr("Bring it back from a copy, or remove it and sign in again.")};
}

struct Parts
{
    SealingKey key = {}; ///< without its bytes
    QByteArray check = {};
    QByteArray stream = {}; ///< head and message
    QByteArray head = {};   ///< all before the stream
};

QByteArray headOf(const SealingKey &key, const QByteArray &check)
{
    QByteArray head = mark;
    QDataStream out(&head, QIODevice::Append);
    out << key.operations << key.memory;
    return head + key.salt + check;
}

Result<Parts> partsOf(const QByteArray &file)
{
    constexpr qsizetype numbers = 16;
    const qsizetype headSize = mark.size() + numbers + crypto_pwhash_SALTBYTES + checkSize;
    if (!file.startsWith(mark) || file.size() < headSize + streamHead)
        return damaged();
    Parts parts{.head = file.first(headSize)};
    QDataStream in(file.sliced(mark.size(), numbers));
    in >> parts.key.operations >> parts.key.memory;
    if (parts.key.operations == 0 || parts.key.operations > mostOperations || parts.key.memory > mostMemory)
        return damaged();
    parts.key.salt = file.sliced(mark.size() + numbers, crypto_pwhash_SALTBYTES);
    parts.check = file.sliced(headSize - checkSize, checkSize);
    parts.stream = file.sliced(headSize);
    return parts;
}

Result<> derive(SealingKey &key, const SecretString &passphrase)
{
    QByteArray bytes(crypto_secretstream_xchacha20poly1305_KEYBYTES, '\0');
    const int failed = crypto_pwhash(reinterpret_cast<unsigned char *>(bytes.data()), quint64(bytes.size()), passphrase.bytes().data(),
                                     quint64(passphrase.size()), reinterpret_cast<const unsigned char *>(key.salt.constData()),
                                     key.operations, size_t(key.memory), crypto_pwhash_ALG_ARGON2ID13);
    key.bytes = SecretString(std::move(bytes));
    if (failed == 0)
        return {};
    return Error{
        .kind = Error::Kind::Local,
        .what
        = SealedText::tr("There is not enough memory to open the sealed tokens: %1 MB are needed for a moment.").arg(key.memory >> 20),
        .remedy = SealedText::tr("Close other programs, then try again.")};
}

// Tells another passphrase from a damaged file. Guessing against it is as slow as against the file.
QByteArray checkOf(const SealingKey &key)
{
    QByteArray check(checkSize, '\0');
    const QByteArray purpose = "punchcard check";
    crypto_generichash(reinterpret_cast<unsigned char *>(check.data()), size_t(check.size()),
                       reinterpret_cast<const unsigned char *>(purpose.constData()), quint64(purpose.size()),
                       reinterpret_cast<const unsigned char *>(key.bytes.bytes().data()), size_t(key.bytes.size()));
    return check;
}

const unsigned char *raw(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

} // namespace

Result<SealingKey> newSealingKey(const SecretString &passphrase)
{
    if (passphrase.isEmpty()) {
        return Error{.kind = Error::Kind::Refused,
                     .what = SealedText::tr("There is no passphrase."),
                     .remedy = SealedText::tr("Give one that nobody guesses.")};
    }
    SealingKey key{.salt = QByteArray(crypto_pwhash_SALTBYTES, '\0'),
                   .operations = crypto_pwhash_OPSLIMIT_MODERATE,
                   .memory = crypto_pwhash_MEMLIMIT_MODERATE};
    randombytes_buf(key.salt.data(), size_t(key.salt.size()));
    if (const Result<> derived = derive(key, passphrase); !derived)
        return derived.error();
    return key;
}

Result<SealingKey> sealingKeyOf(const QByteArray &file, const SecretString &passphrase)
{
    Result<Parts> parts = partsOf(file);
    if (!parts)
        return parts.error();
    if (const Result<> derived = derive(parts->key, passphrase); !derived)
        return derived.error();
    if (sodium_memcmp(checkOf(parts->key).constData(), parts->check.constData(), size_t(checkSize)) != 0) {
        return Error{.kind = Error::Kind::Denied,
                     .what = SealedText::tr("That is not the passphrase of the sealed tokens."),
                     .remedy = SealedText::tr("Try again; without it they cannot be read, then sign in again.")};
    }
    return parts->key;
}

bool fits(const SealingKey &key, const QByteArray &file)
{
    const Result<Parts> parts = partsOf(file);
    return parts && !key.bytes.isEmpty() && parts->key.salt == key.salt && parts->check == checkOf(key);
}

Result<QByteArray> sealEntries(const SealedEntries &entries, const SealingKey &key)
{
    QByteArray plain;
    QDataStream out(&plain, QIODevice::WriteOnly);
    out << qint32(entries.size());
    for (const auto &[name, value] : entries.asKeyValueRange())
        out << name << QByteArray::fromRawData(value.bytes().data(), value.size());
    const QByteArray head = headOf(key, checkOf(key));
    crypto_secretstream_xchacha20poly1305_state state;
    QByteArray stream(streamHead + plain.size() + qsizetype(crypto_secretstream_xchacha20poly1305_ABYTES), '\0');
    auto *const bytes = reinterpret_cast<unsigned char *>(stream.data());
    crypto_secretstream_xchacha20poly1305_init_push(&state, bytes, raw(key.bytes.bytes()));
    crypto_secretstream_xchacha20poly1305_push(&state, bytes + streamHead, nullptr, raw(plain), quint64(plain.size()), raw(head),
                                               quint64(head.size()), crypto_secretstream_xchacha20poly1305_TAG_FINAL);
    sodium_memzero(&state, sizeof state);
    wipe(plain);
    return head + stream;
}

Result<SealedEntries> openEntries(const QByteArray &file, const SealingKey &key)
{
    const Result<Parts> parts = partsOf(file);
    if (!parts)
        return parts.error();
    const qsizetype sealed = parts->stream.size() - streamHead;
    if (sealed < qsizetype(crypto_secretstream_xchacha20poly1305_ABYTES))
        return damaged();
    crypto_secretstream_xchacha20poly1305_state state;
    QByteArray plain(sealed - qsizetype(crypto_secretstream_xchacha20poly1305_ABYTES), '\0');
    unsigned char tag = 0;
    const bool opened = crypto_secretstream_xchacha20poly1305_init_pull(&state, raw(parts->stream), raw(key.bytes.bytes())) == 0
        && crypto_secretstream_xchacha20poly1305_pull(&state, reinterpret_cast<unsigned char *>(plain.data()), nullptr, &tag,
                                                      raw(parts->stream) + streamHead, quint64(sealed), raw(parts->head),
                                                      quint64(parts->head.size()))
            == 0
        && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    sodium_memzero(&state, sizeof state);
    if (!opened)
        return damaged();
    SealedEntries entries;
    QDataStream in(plain);
    qint32 count = 0;
    in >> count;
    for (qint32 i = 0; i < count && in.status() == QDataStream::Ok; ++i) {
        QString name;
        QByteArray value;
        in >> name >> value;
        entries.insert(name, SecretString(std::move(value)));
    }
    const bool whole = in.status() == QDataStream::Ok && in.atEnd();
    wipe(plain);
    if (!whole)
        return damaged();
    return entries;
}

} // namespace punchcard

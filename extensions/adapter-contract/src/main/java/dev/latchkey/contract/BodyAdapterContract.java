package dev.latchkey.contract;

/**
 * The rules of adapters that tell schemes the body and all headers of a request, besides those of
 * all adapters. The client under test is a {@link BodyClient}.
 */
public abstract class BodyAdapterContract extends AdapterContract
    implements BodyRules, HeadersRules {}

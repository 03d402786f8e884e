// Apollo's gateway reads it when it is constructed; the mains set it for themselves.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

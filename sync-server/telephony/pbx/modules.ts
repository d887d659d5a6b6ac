const byPrefix = {
  app_: 'celgenuserevent chanspy confbridge dial directed_pickup echo exec milliwatt mixmonitor playback playtones queue read record sayunixtime stack stasis transfer userevent verbose',
  bridge_: 'builtin_features builtin_interval_features holding native_rtp simple softmix',
  cdr_: 'custom manager',
  cel_: 'custom',
  chan_: 'pjsip',
  codec_: 'a_mu alaw g722 gsm opus_open_source resample ulaw',
  format_: 'gsm pcm sln wav',
  func_: 'callerid cdr channel cut devstate dialplan groupcount hangupcause logic pjsip_aor pjsip_contact pjsip_endpoint realtime strings timeout',
  pbx_: 'config',
  res_: 'ari ari_model ari_recordings cdrel_custom crypto format_attr_opus http_websocket musiconhold mutestream parking pjproject rtp_asterisk sorcery_astdb sorcery_config sorcery_memory srtp stasis stasis_recording timing_timerfd websocket_client',
  res_pjsip_:
    'authenticator_digest caller_id diversion dlg_options dtmf_info empty_info endpoint_identifier_ip endpoint_identifier_user header_funcs logger mwi mwi_body_generator nat outbound_authenticator_digest outbound_registration pubsub refer registrar rfc3326 sdp_rtp session transport_websocket',
};

/** What the PBX loads, and nothing else: each is used by the dial plan, the phones, the connector or another of them. */
export const modules: readonly string[] = ['res_pjsip', ...Object.entries(byPrefix).flatMap(([prefix, names]) => names.split(' ').map((name) => prefix + name))];

/** What reads endpoints and queues from Postgres. */
export const realtimeModules: readonly string[] = ['res_realtime', 'res_sorcery_realtime'];
